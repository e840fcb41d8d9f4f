import assert from 'node:assert/strict';

import { DEFAULT_TENANT, tenantSchema } from '../../src/contract/tenant.js';
import { parseTimestamp } from '../../src/contract/timestamp.js';
import { MAX_ATTRIBUTES_BYTES, MAX_DOCUMENT_BYTES, MAX_TEXT_BYTES } from '../../src/limits.js';
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

/** As many values as fit the bytes that attributes may have. */
function attributesOf(make: (index: number) => [string, unknown]): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  for (let index = 0; index < 512; index++) {
    const [name, value] = make(index);
    const bytes = JSON.stringify({ ...attributes, [name]: value }).length;
    if (bytes > MAX_ATTRIBUTES_BYTES) break;
    attributes[name] = value;
  }
  return attributes;
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
      const longest = text.repeat(MAX_TEXT_BYTES / text.length);
      for (const attributes of [
        attributesOf((index) => [`pw${index}`, text.repeat(7)]),
        attributesOf((index) => [`${index}@b.co`, 1]),
        attributesOf((index) => [`k${index}password`, 1]),
      ]) {
        const document = documentOf(longest, attributes, tenant);
        assert.notEqual(document.modified_data, longest);
        const bytes = documentBytes(
          `tenants/${'t'.repeat(64)}/processed_logs/${'l'.repeat(128)}`,
          document,
        );
        assert.ok(bytes <= MAX_DOCUMENT_BYTES, String(bytes));
      }
    });
  }

  it('redacts as the tenant has it set, and says so in the version', () => {
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
    assert.match(own.redactor_version, /^3\+/);
    const plain = documentOf(text);
    assert.equal(plain.modified_data, 'EMP-123456 at [REDACTED]');
    assert.equal(plain.redactor_version, REDACTOR_VERSION);
  });
});
