import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import * as fc from 'fast-check';

import {
  documentIdOf,
  isDocumentId,
  logIdSchema,
  newLogId,
  partId,
  tenantIdSchema,
} from '../../src/contract/ids.js';

describe('tenant id', () => {
  for (const [given, taken] of [
    ['a', 'a'],
    ['acme_corp-2', 'acme_corp-2'],
    ['ACME', 'acme'],
    ['x'.repeat(64), 'x'.repeat(64)],
    ['a__b', 'a__b'],
  ] as const) {
    it(`reads ${given.slice(0, 20)} as ${taken.slice(0, 20)}`, () => {
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
  for (const id of [
    'a',
    'A.b_c:d~e-9',
    '...',
    '__x',
    '_',
    'a b',
    'é',
    '日志/5'.replace('/', '-'),
    '🧯',
    'user@example.com',
    'a%2Fb',
    'x'.repeat(1_500),
    newLogId(),
  ]) {
    it(`stays ${JSON.stringify(id.slice(0, 20))}, which Firestore takes`, () => {
      assert.equal(logIdSchema.parse(id), id);
      assert.equal(documentIdOf(id), id);
    });
  }

  for (const [sent, id] of [
    ['a/b', 'a%2Fb'],
    ['/', '%2F'],
    ['order/5/ä', 'order%2F5%2Fä'],
    ['.', '%2E'],
    ['..', '%2E%2E'],
    ['__x__', '%5F%5Fx__'],
    ['____', '%5F%5F%5F%5F'],
    ['__a/b__', '%5F%5Fa%2Fb__'],
    ['a\nb', 'a%0Ab'],
    ['a\u0000', 'a%00'],
    ['a\u202Eb', 'a%E2%80%AEb'],
    ['a\ud83d', 'a\uFFFD'],
    ['x'.repeat(1_501), sha256('x'.repeat(1_501))],
    ['/'.repeat(501), sha256('/'.repeat(501))],
    ['', sha256('')],
    ['/'.repeat(1_000_000), sha256('/'.repeat(1_000_000))],
  ] as const) {
    it(`is ${id.slice(0, 20)} if ${JSON.stringify(sent.slice(0, 20))} is sent`, () => {
      assert.equal(logIdSchema.safeParse(sent).success, false);
      assert.equal(documentIdOf(sent), id);
    });
  }

  it('is always valid in Firestore, and unchanged when it is sent again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2_000, size: 'max' }), (sent) => {
        const id = documentIdOf(sent);
        assert.ok(isDocumentId(id), JSON.stringify(id));
        assert.equal(documentIdOf(id), id);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});

describe('the ids of a split log', () => {
  it('are its own for the first part and new ones for the rest, the same each time', () => {
    const ids = [0, 1, 2].map((index) => partId('a/b', index));
    assert.equal(ids[0], 'a/b');
    assert.equal(new Set(ids).size, 3);
    assert.deepEqual(
      ids,
      [0, 1, 2].map((index) => partId('a/b', index)),
    );
  });
});

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
