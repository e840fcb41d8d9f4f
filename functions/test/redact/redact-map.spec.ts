import assert from 'node:assert/strict';

import { redactMap } from '../../src/redact/index.js';

describe('redactMap', () => {
  it('redacts strings at every depth and leaves the rest as it is', () => {
    const { value, counts } = redactMap({
      user: { mail: 'ann@example.com', id: 7, admin: true, gone: null },
      list: ['call 555-0199', 1.5, { ssn: '123-45-6789' }],
    });
    assert.deepEqual(value, {
      user: { mail: '[REDACTED]', id: 7, admin: true, gone: null },
      list: ['call [REDACTED]', 1.5, { ssn: '[REDACTED]' }],
    });
    assert.deepEqual(counts, { email: 1, phone: 1, ssn: 1 });
  });

  it('redacts names too, and loses none if several become the same', () => {
    const { value } = redactMap({ 'ann@example.com': 1, 'bo@example.com': 2, '[REDACTED]#2': 3 });
    assert.deepEqual(value, { '[REDACTED]': 1, '[REDACTED]#2': 2, '[REDACTED]#2#2': 3 });
  });

  it('loses none of 20,000 names that become the same', () => {
    const named = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`u${at}@example.com`, at]));
    const { value } = redactMap(named(20_000));
    assert.equal(Object.keys(value).length, 20_000);
    assert.equal((value as Record<string, unknown>)['[REDACTED]#20000'], 19_999);
  });

  it('redacts anything nested deeper than a document allows as a whole, whatever its depth', () => {
    for (const [open, close] of [
      ['{"a":', '}'],
      ['[', ']'],
    ] as const) {
      const deep = `{"a":${open.repeat(5_000)}"ann@example.com"${close.repeat(5_000)}}`;
      const { value, counts } = redactMap(JSON.parse(deep));
      const text = JSON.stringify(value);
      assert.ok(text.includes('[REDACTED]') && !text.includes('ann'));
      assert.ok(text.length < 1_000);
      assert.deepEqual(counts, { secret: 1 });
    }
  });

  it('treats a name such as __proto__ like any other', () => {
    const { value } = redactMap(JSON.parse('{"__proto__": {"x": "555-0199"}}'));
    assert.equal(JSON.stringify(value), '{"__proto__":{"x":"[REDACTED]"}}');
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });

  for (const [name, given, expected] of [
    ['a password', { password: 'x' }, { password: '[REDACTED]' }],
    [
      'a token of any kind',
      { accessToken: 'a b', 'x-api-key': 'k' },
      { accessToken: '[REDACTED]', 'x-api-key': '[REDACTED]' },
    ],
    [
      'headers',
      { headers: { authorization: 'Bearer x', cookie: 'a=b', host: 'h' } },
      { headers: { authorization: '[REDACTED]', cookie: '[REDACTED]', host: 'h' } },
    ],
    [
      'what is inside a secret',
      { credentials: { user: 'ann', tries: 3, on: true } },
      { credentials: { user: '[REDACTED]', tries: '[REDACTED]', on: true } },
    ],
    [
      'numbers by their name',
      { ssn: 123456789, phone: 5550199, pin: 1234 },
      { ssn: '[REDACTED]', phone: '[REDACTED]', pin: '[REDACTED]' },
    ],
    [
      'numbers by what they are',
      { n: 4111111111111111, m: [4111111111111111, 5] },
      { n: '[REDACTED]', m: ['[REDACTED]', 5] },
    ],
    [
      'a value in the context of its name',
      { caller: '9469 9966', contact_number: '785 8949' },
      { caller: '[REDACTED]', contact_number: '[REDACTED]' },
    ],
    [
      'lists',
      { emails: ['ann@example.com'], phone: ['5550199', 'none'] },
      { emails: ['[REDACTED]'], phone: ['[REDACTED]', 'none'] },
    ],
  ] as const) {
    it(`redacts ${name}`, () => {
      assert.deepEqual(redactMap(structuredClone(given) as never).value, expected);
    });
  }

  it('leaves names that only sound like a secret', () => {
    const map = {
      token_count: 512,
      max_tokens: 4096,
      author: 'ann',
      secretary: 'bo',
      passed: 12,
      has_password: true,
      next_token: 'abc',
      password: null,
      token: '',
      secret: '***',
      phone: 'unknown',
      cookie: '[REDACTED]',
      ts: 1768473000123,
      order_id: 1234567890,
      version: '1.2.3.4',
    };
    assert.deepEqual(redactMap(map), { value: map, counts: {} });
  });

  it('redacts by the given options', () => {
    const map = { password: 'x', ip: '10.0.0.1', note: 'EMP-123456' };
    const patterns = [{ name: 'employee_id', pattern: 'EMP-[0-9]{6}' }];
    const { value, counts } = redactMap(map, { kinds: { secret: false, ip: false }, patterns });
    assert.deepEqual(value, { password: 'x', ip: '10.0.0.1', note: '[REDACTED]' });
    assert.deepEqual(counts, { employee_id: 1 });
  });
});
