import assert from 'node:assert/strict';

import { parseQuery } from '../../src/search/parse-query.js';
import { searchHint } from '../../src/search/search-hint.js';

function hintFor(text: string): string | undefined {
  const parsed = parseQuery(text);
  assert.ok(parsed.ok);
  return searchHint(text, parsed.query);
}

describe('a query that finds nothing', () => {
  for (const [text, hint] of [
    ['timeout or refused', /^“or” was searched for as a word: write OR/],
    ['not (timeout)', /write NOT/],
    ['/api/users timeout', /^In quotes, "api\/users" is also found inside longer ids and paths/],
    ['timeout (a1 OR sha256:ab12)', /^“sha256:…” asks for a field/],
  ] as const) {
    it(`gets a hint: ${text}`, () => assert.match(hintFor(text) ?? '', hint));
  }

  for (const text of [
    '',
    'timeout OR refused',
    '"this or that"',
    'origin northern',
    'NOT /api/users',
    'service=shop text:timeout severity:error',
  ]) {
    it(`gets none, as it says what it means: ${text}`, () =>
      assert.equal(hintFor(text), undefined));
  }
});
