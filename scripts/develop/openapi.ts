import { writeFileSync } from 'node:fs';

import { openApiDocument } from '../../functions/src/ingest/http/openapi/document.js';
import { OPENAPI_FILE, serialise } from './openapi/file.js';

/** `npm run openapi`: writes the API's description as it is served. */
writeFileSync(OPENAPI_FILE, await serialise(openApiDocument()));
