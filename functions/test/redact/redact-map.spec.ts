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

  it('redacts names too and loses none when they become the same', () => {
    const { value } = redactMap({ 'ann@example.com': 1, 'bo@example.com': 2, '[REDACTED]#2': 3 });
    assert.deepEqual(value, { '[REDACTED]': 1, '[REDACTED]#2': 2, '[REDACTED]#2#2': 3 });
  });

  it('takes a name such as __proto__ for one like any other', () => {
    const { value } = redactMap(JSON.parse('{"__proto__": {"x": "555-0199"}}'));
    assert.equal(JSON.stringify(value), '{"__proto__":{"x":"[REDACTED]"}}');
    assert.equal(Object.getPrototypeOf(value), Object.prototype);
  });
});
