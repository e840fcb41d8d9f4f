import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { readSeverity } from '../../../functions/src/contract/severity.js';

describe('the five minutes of CONTRIBUTING.md', () => {
  it('add a severity that is not accepted yet, or the first test would not fail', () => {
    const page = readFileSync('CONTRIBUTING.md', 'utf8');
    const [, name = assert.fail('no row')] =
      /Add the row `\['(\w+)', '[A-Z]+'\],`/.exec(page) ?? [];
    assert.equal(readSeverity(name), undefined);
  });
});
