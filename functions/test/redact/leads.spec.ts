import assert from 'node:assert/strict';

import { mayBeginEscape } from '../../src/redact/leads.js';

const may = (text: string): boolean => mayBeginEscape(text, 0, text.charCodeAt(0));

describe('the lead of an escape', () => {
  const begins = ['\\n', '\\u0040', '\\\\n', '%40', '%u0040', '&#64;', '&amp;', '#012'];
  for (const text of [...begins, '[32m', '[1;31m', '?Q?', '\u001b[0m']) {
    it(`may begin one: ${JSON.stringify(text)}`, () => assert.equal(may(text), true));
  }
  for (const text of ['\\Windows', '%d', '% of', '&page=2', '[1234]: ', '#12', '?page']) {
    it(`begins none: ${JSON.stringify(text)}`, () => assert.equal(may(text), false));
  }
});
