import assert from 'node:assert/strict';

import { searchLink } from '../../../src/alerts/notices/search-link.js';
import { MAX_ALERT_QUERY_LENGTH, MAX_NOTICE_LINK_LENGTH } from '../../../src/limits.js';
import { parseAddress } from '../../../../web/src/address.js';
import { aLine, aNotice } from '../../support/notices.js';

describe('the link of a notice', () => {
  it('opens the page’s search for the alert’s query around the time that was counted', () => {
    const query = 'message:"a & b" OR path:/x?y=1#z';
    const link = searchLink('https://logs.example', 'acme', aNotice({ query }));
    const { origin, search } = new URL(link);
    assert.equal(origin, 'https://logs.example');
    assert.deepEqual(parseAddress(search), {
      view: 'logs',
      tenant: 'acme',
      filter: {
        query,
        from: Date.parse('2026-11-28T09:59:00Z'),
        to: Date.parse('2026-11-28T10:06:00Z'),
      },
    });
  });

  it('opens a time that has the logs shown, however wrong a client’s clock was', () => {
    const early = {
      ...aLine('a'),
      time: { seconds: Date.parse('2026-11-27T10:00:00Z') / 1000, nanos: 5 },
    };
    const { search } = new URL(
      searchLink('https://x.example/', 'acme', aNotice({ lines: [early] })),
    );
    assert.equal(parseAddress(search).filter.from, Date.parse('2026-11-27T09:59:00Z'));
  });

  it('opens the time alone where the query would make it longer than targets take', () => {
    const query = '\u8a9e'.repeat(MAX_ALERT_QUERY_LENGTH);
    const link = searchLink('https://logs.example/', 'acme', aNotice({ query }));
    assert.ok(link.length <= MAX_NOTICE_LINK_LENGTH);
    const { filter } = parseAddress(new URL(link).search);
    assert.deepEqual(filter, {
      from: Date.parse('2026-11-28T09:59:00Z'),
      to: Date.parse('2026-11-28T10:06:00Z'),
    });
  });
});
