import assert from 'node:assert/strict';

import { SOURCES } from '../../../functions/src/contract/log-message.js';
import { SEVERITIES } from '../../../functions/src/contract/severity.js';
import { fromMillis, toMillis, toRfc3339 } from '../../src/documents/instant.js';
import { SEVERITY_NAMES, SOURCE_NAMES, toJson } from '../../src/documents/log.js';
import { log } from '../logs.js';

describe('a log of the page', () => {
  it('has the sources and severities of the contract', () => {
    assert.deepEqual(Object.keys(SOURCE_NAMES), SOURCES);
    assert.deepEqual(Object.keys(SEVERITY_NAMES), SEVERITIES.toReversed());
  });

  it('is JSON under its stored names, without the text as sent unless asked for', () => {
    const one = log('l1', 1, {
      original_text: 'ann@example.com',
      timestamp: { seconds: 1_768_473_000, nanos: 123_456_000 },
      attributes: { nanos: 1, deep: { list: [1, null] } },
    });
    assert.deepEqual(toJson(one), {
      log_id: 'l1',
      source: 'json_upload',
      modified_data: 'text of l1',
      time: '2026-01-15T10:30:01Z',
      processed_at: '2026-01-15T10:30:01Z',
      received_at: '2026-01-15T10:30:01Z',
      timestamp: '2026-01-15T10:30:00.123456Z',
      attributes: { nanos: 1, deep: { list: [1, null] } },
      content_hash: 'c0ffee',
      redactions: {},
      redactor_version: '1',
    });
    assert.equal(toJson(one, true)['original_text'], 'ann@example.com');
  });

  for (const [millis, text] of [
    [0, '1970-01-01T00:00:00Z'],
    [1_768_473_000_120, '2026-01-15T10:30:00.120Z'],
    [-1, '1969-12-31T23:59:59.999Z'],
  ] as const) {
    it(`writes ${millis} ms as ${text}`, () => {
      assert.equal(toRfc3339(fromMillis(millis)), text);
      assert.equal(toMillis(fromMillis(millis)), millis);
    });
  }

  it('keeps nanoseconds', () => {
    assert.equal(toRfc3339({ seconds: 0, nanos: 1 }), '1970-01-01T00:00:00.000000001Z');
  });
});
