import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as functions from '../../../../functions/src/index.js';
import { PICTURE_FILE, renderPicture } from '../../../develop/architecture/render.js';

describe('docs/architecture.svg', () => {
  const picture = readFileSync(PICTURE_FILE, 'utf8');

  it('is what docs/architecture.dot gives: `npm run architecture` draws it', async () => {
    assert.equal(picture, await renderPicture());
  });

  it('has every function', () => {
    for (const name of Object.keys(functions)) assert.ok(picture.includes(`>${name}<`), name);
  });
});
