import assert from 'node:assert/strict';

import { DEFAULT_TENANT, tenantSchema } from '../../src/contract/tenant.js';
import { parseTimestamp } from '../../src/contract/timestamp.js';
import { Repairs } from '../../src/contract/repairs.js';
import { splitLog } from '../../src/ingest/reading/split-log.js';
import { MAX_DOCUMENT_BYTES } from '../../src/limits.js';
import { documentBytes } from '../../src/process/document-size.js';
import { createRedactionOptions } from '../../src/process/redaction-options.js';
import { toDocuments } from '../../src/process/to-document.js';
import { REDACTOR_VERSION } from '../../src/redact/index.js';
import { logMessage, RECEIVED_AT } from '../../../harness/support/messages.js';

const { logs: _logs, ...rest } = logMessage('acme');
const ENVELOPE = { ...rest, logs: [] };
const optionsOf = createRedactionOptions({ ip: true, mac: false });

const documentOf = (text: string, attributes?: object, tenant = DEFAULT_TENANT) =>
  toDocuments(
    { log_id: 'l', text, ...(attributes && { attributes: attributes as never }) },
    ENVELOPE,
    tenant,
    parseTimestamp(RECEIVED_AT),
    optionsOf(tenant),
  ).log;

const KIB = 1024;

/** As many values as a log may have, of 32 KiB at most. */
function attributesOf(make: (index: number) => [string, unknown]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (let index = 0; index < 512; index++) {
    const [name, value] = make(index);
    const bytes = JSON.stringify({ ...attributes, [name]: value }).length;
    if (bytes > 32 * KIB) break;
    attributes[name] = value;
  }
  return attributes;
}

/** The longest text that stays in one document beside these attributes. */
function longestOf(text: string, attributes: object): string {
  for (let times = Math.floor((400 * KIB) / text.length); ; times = Math.floor(times * 0.98)) {
    const log = { log_id: 'l', text: text.repeat(times), attributes: attributes as never };
    if (splitLog(log, new Repairs()).length === 1) return log.text;
  }
}

describe('toDocuments', () => {
  const OWN = tenantSchema.parse({
    settings: { redaction: { patterns: [{ name: 'any', pattern: '[a-z0-9]' }] } },
  });

  for (const [name, text, tenant] of [
    ['short addresses', 'a@b.co ', DEFAULT_TENANT],
    ['local numbers', '555-0199 ', DEFAULT_TENANT],
    ['addresses of the Internet', '1.1.1.1 ', DEFAULT_TENANT],
    ['short passwords', 'pwd=a;', DEFAULT_TENANT],
    ['single characters that a tenant’s own pattern finds', '1 ', OWN],
  ] as const) {
    it(`fits the longest text of ${name} into a document, attributes and all`, () => {
      for (const attributes of [
        attributesOf((index) => [`pw${index}`, text.repeat(7)]),
        attributesOf((index) => [`${index}@b.co`, 1]),
        attributesOf((index) => [`k${index}password`, 1]),
      ]) {
        const longest = longestOf(text, attributes);
        assert.ok(longest.length > 300 * KIB);
        const document = documentOf(longest, attributes, tenant);
        assert.notEqual(document.modified_data, longest);
        const bytes = documentBytes(
          `tenants/${'t'.repeat(64)}/processed_logs/${'l'.repeat(1_500)}`,
          document,
        );
        assert.ok(bytes <= MAX_DOCUMENT_BYTES, String(bytes));
      }
    });
  }

  it('lists the repairs, with no personal data in their paths', () => {
    const repairs = [{ pointer: '/attributes/jane@example.com', repair: 'renamed' as const }];
    const { log } = toDocuments(
      { log_id: 'l', text: 'x', repairs },
      ENVELOPE,
      DEFAULT_TENANT,
      parseTimestamp(RECEIVED_AT),
    );
    assert.equal(log.repairs?.[0]?.repair, 'renamed');
    assert.ok(!JSON.stringify(log).includes('jane'));
  });

  it('stores only a part’s own text, redacted with its surroundings in view', () => {
    const split = { id: 'l', index: 1, total: 3 };
    const overlap = [
      { path: ['text'], before: 9, after: 4 },
      { path: ['attributes', 'a', 'list', 0], before: 5, after: 0 },
      { path: ['attributes', 'nowhere'], before: 5, after: 0 },
    ];
    const { log } = toDocuments(
      {
        log_id: 'part',
        text: 'jane.doe@example.com and 4111 1111 1111 1111',
        attributes: { a: { list: ['jane@example.com!'] } },
        split,
        overlap,
      },
      ENVELOPE,
      DEFAULT_TENANT,
      parseTimestamp(RECEIVED_AT),
    );
    assert.equal(log.original_text, 'example.com and 4111 1111 1111 ');
    assert.equal(log.modified_data, '[REDACTED] and [REDACTED]');
    assert.deepEqual(log.attributes, { a: { list: ['[REDACTED]!'] } });
    assert.deepEqual(log.split, split);
    assert.ok(!('overlap' in log));
  });

  it('redacts by the tenant’s settings, and says so in the version', () => {
    const text = 'EMP-123456 at 10.0.0.1';
    const tenant = tenantSchema.parse({
      settings: {
        redaction: {
          kinds: { ip: false },
          patterns: [{ name: 'employee_id', pattern: 'EMP-[0-9]{6}' }],
        },
      },
    });
    const own = documentOf(text, undefined, tenant);
    assert.equal(own.modified_data, '[REDACTED] at 10.0.0.1');
    assert.deepEqual(own.redactions, { employee_id: 1 });
    assert.ok(own.redactor_version.startsWith(`${REDACTOR_VERSION}+`));
    const plain = documentOf(text);
    assert.equal(plain.modified_data, 'EMP-123456 at [REDACTED]');
    assert.equal(plain.redactor_version, REDACTOR_VERSION);
  });
});
