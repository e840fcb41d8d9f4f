import { writeFileSync } from 'node:fs';

import { EVENTS_FILE, eventsPage } from './events/page.js';

/** `npm run events`: writes the page about the functions' own logs from their catalogue. */
writeFileSync(EVENTS_FILE, await eventsPage());
