import assert from 'node:assert/strict';

import { type Tenant, tenantSchema } from '../../src/contract/tenant.js';
import { createRedactionOptions } from '../../src/process/redaction-options.js';
import { redact } from '../../src/redact/index.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

const tenantWith = (redaction: unknown, key: string | undefined = KEY): Tenant =>
  tenantSchema.parse({
    settings: { redaction },
    ...(key !== undefined && { content_hash_key: key }),
  });

describe('createRedactionOptions', () => {
  const optionsOf = createRedactionOptions({ ip: false });
  const TEXT = 'ann@example.com 4111 1111 1111 1111 from 10.0.0.1';

  it('starts from the gateway’s kinds, which a tenant’s settings override', () => {
    assert.equal(
      redact(TEXT, optionsOf(tenantWith({}))).text,
      '[REDACTED] [REDACTED] from 10.0.0.1',
    );
    const own = optionsOf(tenantWith({ kinds: { ip: true, email: false } }));
    assert.equal(redact(TEXT, own).text, 'ann@example.com [REDACTED] from [REDACTED]');
  });

  it('replaces each kind with what the tenant has chosen', () => {
    const options = optionsOf(
      tenantWith({ markers: { all: 'kind', email: 'hash', card: 'last4' } }),
    );
    assert.match(
      redact(TEXT, options).text,
      /^\[email:[a-f][0-9a-f]{11}\] \[card:\*{4}1111\] from 10\.0\.0\.1$/,
    );
  });

  it('gives two tenants different hashes, none of them made with the content’s key', () => {
    const settings = { markers: { all: 'hash' } };
    const [one, same, other] = [KEY, KEY, Buffer.alloc(32, 2).toString('base64')].map(
      (key) => redact('ann@example.com', optionsOf(tenantWith(settings, key))).text,
    );
    assert.equal(one, same);
    assert.notEqual(one, other);
    const { hashKey } = optionsOf(tenantWith(settings));
    assert.ok(hashKey !== undefined && !hashKey.equals(Buffer.from(KEY, 'base64')));
  });

  it('has no key if nothing is hashed, and falls back to the kind’s name without a key', () => {
    assert.equal(optionsOf(tenantWith({ markers: { all: 'kind' } })).hashKey, undefined);
    const keyless = tenantSchema.parse({ settings: { redaction: { markers: { all: 'hash' } } } });
    assert.equal(redact('ann@example.com', optionsOf(keyless)).text, '[REDACTED:email]');
  });

  it('is the same object for the same tenant', () => {
    const tenant = tenantWith({ markers: { email: 'hash' } });
    assert.equal(optionsOf(tenant), optionsOf(tenant));
  });

  for (const markers of [
    { email: 'last4' },
    { card: 'first6' },
    { name: 'hash' },
    { all: 'last4' },
  ]) {
    it(`ignores a setting such as ${JSON.stringify(markers)}`, () => {
      assert.equal(tenantSchema.safeParse({ settings: { redaction: { markers } } }).success, false);
    });
  }
});
