import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { type Address, formatAddress, parseAddress, VIEWS } from '../src/address.js';

const text = fc.string({ minLength: 1, unit: 'grapheme' });
const instant = fc.integer({ min: 0, max: 4_000_000_000_000 });
const range = fc.oneof(
  fc.record({ last: fc.integer({ min: 1, max: 999_999 }) }, { noNullPrototype: true }),
  fc.record({ from: instant, to: instant }, { requiredKeys: [], noNullPrototype: true }),
);
const filter = fc
  .record(
    {
      query: text,
      order: fc.constant('oldest' as const),
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .chain((rest) => range.map((times) => Object.assign(times, rest)));
const address: fc.Arbitrary<Address> = fc.record(
  { view: fc.constantFrom(...VIEWS), tenant: text, filter, log: text },
  { requiredKeys: ['view', 'filter'], noNullPrototype: true },
);

describe("the page's address", () => {
  it('holds the whole state of a reader’s view', () => {
    fc.assert(
      fc.property(address, (where) => {
        assert.deepEqual(parseAddress(formatAddress(where)), where);
      }),
    );
  });

  it('is empty for the plain page', () => {
    assert.equal(formatAddress({ view: 'logs', filter: {} }), '');
  });

  it('can be written by hand', () => {
    assert.deepEqual(
      parseAddress('?tenant=acme&last=24h&q=pay+%26+severity>%3DERROR&order=oldest&log=l-1'),
      {
        view: 'logs',
        tenant: 'acme',
        filter: { last: 86_400, query: 'pay & severity>=ERROR', order: 'oldest' },
        log: 'l-1',
      },
    );
    assert.equal(formatAddress({ view: 'logs', filter: { last: 86_400 } }), '?last=1d');
    assert.equal(
      formatAddress({ view: 'dead-letters', filter: { from: Date.UTC(2026, 0, 15) } }),
      '?view=dead-letters&from=2026-01-15T00%3A00%3A00.000Z',
    );
  });

  for (const search of [
    '?view=nonsense',
    '?order=sideways',
    '?last=1y',
    '?last=0m',
    '?last=-5m',
    '?from=yesterday',
    '?from=2026-13-45T99:99:99Z',
    '?from=2026-01-15',
    '?q=&log=&tenant=',
    '?%ff',
  ]) {
    it(`leaves out what it cannot read: ${search}`, () => {
      assert.deepEqual(parseAddress(search), { view: 'logs', filter: {} });
    });
  }
});
