import assert from 'node:assert/strict';

import { logIdSchema, newLogId, tenantIdSchema } from '../../src/contract/ids.js';

describe('tenant id', () => {
  for (const [given, taken] of [
    ['a', 'a'],
    ['acme_corp-2', 'acme_corp-2'],
    ['ACME', 'acme'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['a__b', 'a__b'],
  ] as const) {
    it(`takes ${given.slice(0, 20)} for ${taken.slice(0, 20)}`, () => {
      assert.equal(tenantIdSchema.parse(given), taken);
    });
  }

  for (const id of [
    '',
    '_a',
    'a_',
    '-a',
    'a.b',
    'a b',
    ' a',
    'a\n',
    'é',
    '\u212A',
    'a\u0000',
    'x'.repeat(65),
  ]) {
    it(`refuses ${JSON.stringify(id.slice(0, 20))}`, () => {
      assert.equal(tenantIdSchema.safeParse(id).success, false);
    });
  }
});

describe('log id', () => {
  for (const id of ['a', 'A.b_c:d~e-9', '...', '__x', '_', 'x'.repeat(128), newLogId()]) {
    it(`takes ${id.slice(0, 20)}`, () => {
      assert.equal(logIdSchema.parse(id), id);
    });
  }

  for (const id of ['', '.', '..', '__x__', '____', 'a/b', 'a b', 'a\n', 'é', 'x'.repeat(129)]) {
    it(`refuses ${JSON.stringify(id.slice(0, 20))}`, () => {
      assert.equal(logIdSchema.safeParse(id).success, false);
    });
  }
});
