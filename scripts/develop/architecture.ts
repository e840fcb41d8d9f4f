import { writeFileSync } from 'node:fs';

import { PICTURE_FILE, renderPicture } from './architecture/render.js';

/** `npm run architecture`: draws docs/architecture.svg from docs/architecture.dot. */
writeFileSync(PICTURE_FILE, await renderPicture());
