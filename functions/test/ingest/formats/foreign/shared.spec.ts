import assert from 'node:assert/strict';

import { shareAttributes } from '../../../../src/ingest/formats/foreign/shared.js';
import { ValueCount } from '../../../../src/ingest/formats/foreign/value-count.js';
import { RequestBudget } from '../../../../src/ingest/reading/budget.js';
import type { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';

const PATH = '/loki/api/v1/push';
const named = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, `v${index}`]));
const count = () => new ValueCount(new RequestBudget());

describe('attributes that many logs have in common', () => {
  it('are the same object for each log, if a log can keep them', () => {
    const few = named(512);
    assert.equal(shareAttributes(few, count())(), few);
  });

  it('are folded into one value beyond that, except for names that the gateway reads', () => {
    const shared = shareAttributes({ ...named(600), level: 'error' }, count())();
    assert.equal(Object.keys(shared).length, 258);
    assert.equal(shared['level'], 'error');
    assert.equal(Object.keys(Object(shared['json'])).length, 344);
  });

  it('are refused before the first log if they are too large for so many', () => {
    assert.throws(
      () => shareAttributes(named(9_000), count(), 1_000),
      (problem: Problem) => problem.code === 'content_too_large',
    );
  });

  it('are all stored, and the severity is read from them', async () => {
    const stream = { ...named(600), level: 'error' };
    const values = [
      ['1705314600751000000', 'a'],
      ['1705314600751000001', 'b'],
    ];
    const { logs } = await post(PATH, { streams: [{ stream, values }] });
    assert.equal(logs.length, 2);
    for (const { severity, attributes, repairs } of logs) {
      assert.equal(severity, 'ERROR');
      assert.deepEqual(repairs, [{ pointer: '/attributes/json', repair: 'too_many' }]);
      const { json, ...kept } = attributes ?? {};
      assert.ok(typeof json === 'string');
      assert.deepEqual({ ...kept, ...(JSON.parse(json) as object) }, named(600));
    }
  });
});
