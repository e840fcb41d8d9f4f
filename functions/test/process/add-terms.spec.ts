import assert from 'node:assert/strict';

import { DEFAULT_TENANT, tenantSchema } from '../../src/contract/tenant.js';
import { parseTimestamp } from '../../src/contract/timestamp.js';
import { MAX_DOCUMENT_BYTES } from '../../src/limits.js';
import { addTerms } from '../../src/process/add-terms.js';
import { documentBytes } from '../../src/process/document-size.js';
import { toDocuments } from '../../src/process/to-document.js';
import { logMessage, RECEIVED_AT } from '../../../harness/support/messages.js';

const PATH = 'tenants/acme/processed_logs/l1';
const { logs: _logs, ...rest } = logMessage('acme');

function documentOf(log: object, tenant = DEFAULT_TENANT) {
  const sent = { log_id: 'l1', text: 'x', ...log };
  return toDocuments(sent, { ...rest, logs: [] }, tenant, parseTimestamp(RECEIVED_AT)).log;
}

describe('addTerms', () => {
  it('indexes the redacted text as stored, never the text as sent', () => {
    const document = documentOf({
      text: 'mail to ann@secret.example from the shop',
      attributes: { customer: 'bob@secret.example', service: 'shop' },
    });
    assert.match(document.original_text ?? '', /secret/);
    addTerms(document, 'full', documentBytes(PATH, document));
    assert.ok(document.terms);
    assert.ok(document.terms.includes('shop'));
    assert.ok(document.terms.includes('service=shop'));
    assert.ok(document.terms.includes('redacted'));
    assert.doesNotMatch(JSON.stringify(document.terms), /ann|bob|secret|example/);
  });

  it('returns the document’s maximum size with its terms', () => {
    const document = documentOf({ text: 'a text in words, 接続失敗', severity: 'WARNING' });
    const { bytes } = addTerms(document, 'full', documentBytes(PATH, document));
    const exact = documentBytes(PATH, document);
    assert.ok(bytes >= exact && bytes < 2 * exact, `${bytes} for ${exact}`);
    assert.equal(document.level, 1);
  });

  it('never makes a document too large for Firestore', () => {
    const words = Array.from({ length: 5_000 }, (_, n) => `word${n}`).join(' ');
    for (const left of [0, 10, 100, 1_000, 5_000]) {
      const document = documentOf({ text: words });
      const { bytes } = addTerms(document, 'full', MAX_DOCUMENT_BYTES - left);
      assert.ok(bytes <= MAX_DOCUMENT_BYTES, String(left));
      assert.ok(left < 100 || (document.terms?.length ?? 0) > 1);
    }
  });

  it('leaves a document unchanged if search is off', () => {
    const document = documentOf({});
    addTerms(document, 'off', 0);
    assert.ok(!('terms' in document) && !('level' in document));
  });
});

describe('toDocuments', () => {
  it('sorts a log by its own time, else by the client’s, else by the time of receipt', () => {
    const timestamp = '2024-01-15T09:00:00Z';
    const time = '2024-01-15T09:00:00.000001Z';
    assert.deepEqual(documentOf({ timestamp, time }).time, parseTimestamp(time));
    assert.deepEqual(documentOf({ timestamp }).time, parseTimestamp(timestamp));
    assert.deepEqual(documentOf({}).time, parseTimestamp(RECEIVED_AT));
  });

  it('hashes the same content alike whatever its time in the order', () => {
    const [one, other] = ['2024-01-15T09:00:00Z', '2024-01-15T09:00:00.000001Z'];
    assert.equal(documentOf({ time: one }).content_hash, documentOf({ time: other }).content_hash);
  });

  it('puts a log into one of the tenant’s shards, always the same one', () => {
    const tenant = tenantSchema.parse({ settings: { shards: 7 } });
    const shards = Array.from(
      { length: 700 },
      (_, n) => documentOf({ log_id: `log_${n}` }, tenant).shard,
    );
    const again = documentOf({ log_id: 'log_5' }, tenant).shard;
    assert.equal(again, shards[5]);
    for (let shard = 0; shard < 7; shard += 1) {
      const share = shards.filter((one) => one === shard).length;
      assert.ok(share > 50 && share < 150, `${share} of 700 in shard ${shard}`);
    }
    assert.equal(documentOf({}).shard, 0);
  });
});
