import assert from 'node:assert/strict';

import { assert as check, constantFrom, nat, property } from 'fast-check';

import { createApiKey, hashApiKey, isWellFormedKey } from '../../src/contract/api-key.js';

describe('API keys', () => {
  const key = createApiKey();

  it('have a prefix that a secret scanner finds, 256 random bits and a checksum', () => {
    assert.match(key, /^uig_[0-9A-Za-z]{49}$/);
    const keys = new Set(Array.from({ length: 1_000 }, createApiKey));
    assert.equal(keys.size, 1_000);
    for (const made of keys) assert.ok(isWellFormedKey(made));
    // Every digit turns up in every place but the first, which is the highest of base 62.
    const seen = Array.from({ length: 43 }, () => new Set<string>());
    for (const made of keys) seen.forEach((set, place) => set.add(made.charAt(4 + place)));
    for (const set of seen.slice(1)) assert.ok(set.size > 55, String(set.size));
  });

  it('are identified by a hash', () => {
    assert.match(hashApiKey(key), /^[0-9a-f]{64}$/);
    assert.equal(hashApiKey(key), hashApiKey(key));
    assert.notEqual(hashApiKey(key), hashApiKey(createApiKey()));
  });

  it('are refused with any one character changed, without being looked up', () => {
    check(
      property(
        nat(52),
        constantFrom('0', '9', 'A', 'Z', 'a', 'z', '_', '-', ' ', 'é'),
        (place, other) => {
          const changed = key.slice(0, place) + other + key.slice(place + 1);
          assert.equal(isWellFormedKey(changed), changed === key);
        },
      ),
    );
  });

  for (const [name, text] of [
    ['nothing', ''],
    ['another prefix', key.replace('uig_', 'ghp_')],
    ['one character less', key.slice(0, -1)],
    ['one character more', `${key}0`],
    ['a space before', ` ${key}`],
    ['a line break after', `${key}\n`],
    ['two keys', `${key}, ${key}`],
    ['10 KB', 'uig_'.repeat(2_500)],
    ['Unicode', 'uig_é'.padEnd(53, '日')],
  ] as const) {
    it(`are not ${name}`, () => assert.equal(isWellFormedKey(text), false));
  }
});
