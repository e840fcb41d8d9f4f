import assert from 'node:assert/strict';

import { MORE_NAMES } from '../../src/ingest/reading/logger-names.js';
import { SEVERITY_NAMES, TEXT_NAMES } from '../../src/search/fields.js';
import { fold } from '../../src/search/fold.js';

describe('a query that uses a client’s own name', () => {
  for (const name of ['level', 'lvl', 'levelname', 'log.level', ...MORE_NAMES.severity]) {
    if (fold(name) === 'severity') continue;
    it(`means the severity by ${name}, as the gateway reads it`, () =>
      assert.ok(SEVERITY_NAMES.has(fold(name))));
  }

  for (const name of ['message', 'msg', 'log', 'body', ...MORE_NAMES.text]) {
    it(`means the text by ${name}, as the gateway reads it`, () =>
      assert.ok(TEXT_NAMES.has(fold(name))));
  }
});
