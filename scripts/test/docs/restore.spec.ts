import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** What is of no use a day later. */
const SHORT_LIVED = ['alert_matches'];

describe('docs/operations.md on a restore', () => {
  it('exports and imports every collection of a tenant', () => {
    const rules = readFileSync('firestore.rules', 'utf8');
    const alerts = readFileSync('functions/src/adapters/alert-documents.ts', 'utf8');
    const wanted = new Set([
      'tenants',
      'api_keys',
      ...[...rules.matchAll(/match (?:\/tenants\/\{tenant\})?\/(\w+)\/[{s]/g)].map(
        ([, name]) => name,
      ),
      ...[...alerts.matchAll(/below\(tenantId, '(\w+)'\)/g)].map(([, name]) => name),
    ]);
    for (const name of ['databases', ...SHORT_LIVED]) wanted.delete(name);
    assert.ok(wanted.has('alert_secrets') && wanted.has('searches') && wanted.has('reader'));
    const text = readFileSync('docs/operations.md', 'utf8');
    const lists = [...text.matchAll(/--collection-ids (\S+)/g)].map(([, ids]) => ids?.split(','));
    assert.equal(lists.length, 2);
    for (const list of lists) {
      assert.deepEqual(new Set(list), wanted);
    }
  });
});
