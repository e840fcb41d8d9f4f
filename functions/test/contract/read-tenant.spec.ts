import assert from 'node:assert/strict';

import { canStoreFor, readTenant } from '../../src/contract/read-tenant.js';
import { tenantSchema } from '../../src/contract/tenant.js';
import { REDACTION_KINDS } from '../../src/contract/redaction-kinds.js';

const SETTINGS = {
  original_text: 'restricted',
  retention_days: 30,
  quota: { bytes_per_minute: 5 },
  shards: 2,
  search: 'fields',
};
const PATTERN = { name: 'staff', pattern: 'EMP-[0-9]{6}' };
const ALL_ON = Object.fromEntries(REDACTION_KINDS.map((kind) => [kind, true]));

/** Edited documents: what is read from them, and which fields are named. */
const ROWS: [string, object, object, string[]][] = [
  [
    'a fraction of a day',
    { retention_days: 30.5 },
    { retention_days: 30 },
    ['settings.retention_days'],
  ],
  [
    'too many days',
    { retention_days: 1e9 },
    { retention_days: 36_500 },
    ['settings.retention_days'],
  ],
  [
    'days as a word',
    { retention_days: 'x' },
    { retention_days: undefined },
    ['settings.retention_days'],
  ],
  [
    'no days at all',
    { retention_days: 0 },
    { retention_days: undefined },
    ['settings.retention_days'],
  ],
  [
    'a place that there is not',
    { original_text: 'nonee' },
    { original_text: 'none' },
    ['settings.original_text'],
  ],
  [
    'a quota in words',
    { quota: { requests_per_minute: 'all', bytes_per_minute: 7 } },
    { quota: { bytes_per_minute: 7 } },
    ['settings.quota'],
  ],
  ['more shards than there may be', { shards: 1e6 }, { shards: 1 }, ['settings.shards']],
  ['a search that there is not', { search: 'all' }, { search: 'full' }, ['settings.search']],
  ['a quota that is a number', { quota: 5 }, { quota: {} }, ['settings.quota']],
  [
    'a kind that is neither on nor off',
    { redaction: { kinds: { ip: 'no' } } },
    { redaction: { kinds: ALL_ON } },
    ['settings.redaction.kinds'],
  ],
  [
    'a marker that is none',
    { redaction: { markers: { email: 'rot13' }, patterns: [PATTERN] } },
    { redaction: { patterns: [PATTERN] } },
    ['settings.redaction.markers'],
  ],
  [
    'a kind that there is not',
    { redaction: { kinds: { shoe_size: true }, patterns: [PATTERN] } },
    { redaction: { kinds: ALL_ON, patterns: [PATTERN] } },
    ['settings.redaction.kinds'],
  ],
];

describe('readTenant', () => {
  it('reads a valid document', () => {
    const document = { name: 'Acme', settings: SETTINGS, suspended: true };
    assert.deepEqual(readTenant(document), tenantSchema.parse(document));
    assert.deepEqual(readTenant({}), tenantSchema.parse({}));
  });

  for (const [name, sent, kept, unreadable] of ROWS) {
    it(`falls back to the strictest value for ${name}, and leaves the other fields`, () => {
      for (const suspended of [true, false]) {
        const tenant = readTenant({ name: 'Acme', suspended, settings: { ...SETTINGS, ...sent } });
        const expected = Object.fromEntries(
          Object.entries({ ...SETTINGS, ...kept }).filter(([, value]) => value !== undefined),
        );
        assert.deepEqual(tenant.settings, expected);
        assert.deepEqual(tenant.unreadable, unreadable);
        assert.equal(tenant.suspended, suspended);
        assert.equal(tenant.name, 'Acme');
        assert.ok(canStoreFor(tenant));
      }
    });
  }

  it('treats a tenant as suspended if that field cannot be read', () => {
    for (const suspended of ['yes', 1, {}]) {
      const tenant = readTenant({ suspended, settings: SETTINGS });
      assert.equal(tenant.suspended, true);
      assert.deepEqual(tenant.unreadable, ['suspended']);
      assert.deepEqual(tenant.settings, SETTINGS);
    }
  });

  for (const [name, document] of [
    ['a pattern', { settings: { redaction: { patterns: [{ ...PATTERN, pattern: '(' }] } } }],
    ['all of the redaction', { settings: { redaction: 'off' } }],
    ['all settings', { settings: 'x' }],
    ['the key of the content hashes', { content_hash_key: 5 }],
  ] as const) {
    it(`makes logs wait if ${name} cannot be read, since no strict default exists`, () => {
      assert.equal(canStoreFor(readTenant(document)), false);
    });
  }

  it('treats null as a missing field', () => {
    const tenant = readTenant({ suspended: null, settings: { retention_days: null } });
    assert.equal(tenant.suspended, false);
    assert.deepEqual(tenant.unreadable, []);
  });
});
