import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { KEY_FORMATS } from '../../../src/redact/detectors/secrets/formats/index.js';
import { redact } from '../../../src/redact/index.js';
import {
  FORMATS,
  isLeaked,
  keyOf,
  randomFrom,
  SURROUNDINGS,
} from '../../../../harness/redaction/generated-keys.js';

const SEED = Number(process.env['SEED'] ?? 1);

describe('redact: formats of keys', () => {
  for (const format of FORMATS) {
    it(`hides ${format} wherever it stands`, () => {
      fc.assert(
        fc.property(fc.integer(), fc.constantFrom(...Object.keys(SURROUNDINGS)), (seed, where) => {
          const key = keyOf(format, randomFrom(seed));
          const text = SURROUNDINGS[where]?.(key) ?? '';
          const { text: redacted } = redact(text);
          assert.ok(!isLeaked(key, redacted), `${where}: ${text} became ${redacted}`);
          const [before = '', after = ''] = text.split(key);
          assert.ok(redacted.startsWith(before.slice(0, 8)) && redacted.endsWith(after.slice(-8)));
        }),
        { numRuns: 40, seed: SEED },
      );
    });
  }

  it('have a source each', () => {
    for (const { name, source } of KEY_FORMATS) {
      assert.match(source, /^https:\/\/|^functions\//, name);
    }
  });
});
