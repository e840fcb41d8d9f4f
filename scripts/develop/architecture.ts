import { writeFileSync } from 'node:fs';

import { pictureFile, PICTURES, renderPicture } from './architecture/render.js';

/** `npm run architecture`: draws the pictures of docs/ from their `.dot` files. */
for (const picture of PICTURES) writeFileSync(pictureFile(picture), await renderPicture(picture));
