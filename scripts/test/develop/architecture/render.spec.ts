import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as functions from '../../../../functions/src/index.js';
import { pictureFile, PICTURES, renderPicture } from '../../../develop/architecture/render.js';

describe('the pictures of the architecture', () => {
  const drawn = PICTURES.map((picture) => readFileSync(pictureFile(picture), 'utf8'));

  for (const [index, picture] of PICTURES.entries()) {
    it(`docs/${picture}.svg is up to date: \`npm run architecture\` draws it`, async () => {
      assert.equal(drawn[index], await renderPicture(picture));
    });
  }

  it('every function is in one of them', () => {
    for (const name of Object.keys(functions)) {
      assert.ok(
        drawn.some((svg) => new RegExp(`>${name}<`).test(svg)),
        name,
      );
    }
  });
});
