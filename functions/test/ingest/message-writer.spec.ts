import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { MESSAGE_END, messageHead } from '../../src/contract/log-message.js';
import { MessageWriter } from '../../src/ingest/message-writer.js';

const TIME = '2024-01-15T10:30:00.123456Z';
const HEAD = messageHead({ tenant_id: 'acme', source: 'json_upload', received_at: TIME });

describe('MessageWriter', () => {
  it('writes what one JSON.stringify of the whole message would, however much space it begins with', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.nat(40_000).map((length) => '\u0001é😀x'.repeat(length / 4)),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 20 }), fc.nat(100_000), (texts, expected) => {
        const writer = new MessageWriter(HEAD, expected);
        const logs = texts.map((said, index) => ({ log_id: `l${index}`, text: said }));
        let bytes = 0;
        for (const log of logs) bytes += writer.add(JSON.stringify(log), TIME);
        const data = writer.finish();
        const json = logs.map((log) => JSON.stringify({ time: TIME, ...log })).join(',');
        assert.equal(data.toString(), HEAD + json + MESSAGE_END);
        // Two commas are counted for each log.
        assert.equal(bytes, Buffer.byteLength(json) + (logs.length > 0 ? 1 : 0));
        assert.equal(writer.logs, logs.length);
      }),
      { seed: 1, numRuns: 200 },
    );
  });
});
