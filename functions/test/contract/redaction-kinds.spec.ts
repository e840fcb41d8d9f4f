import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import {
  byKind,
  countedAs,
  IDENTITY_KINDS,
  isKind,
  KINDS,
  REDACTION_KINDS,
} from '../../src/contract/redaction-kinds.js';
import { redact } from '../../src/redact/index.js';
import { resolve } from '../../src/redact/resolve.js';

describe('the table of kinds', () => {
  it('is documented in docs/redaction.md, kind by kind', () => {
    const docs = readFileSync(new URL('../../../docs/redaction.md', import.meta.url), 'utf8');
    for (const kind of REDACTION_KINDS) assert.ok(docs.includes(`\`${kind}\``), kind);
  });

  it('says which kind is more certain if two findings are equally long', () => {
    for (const [at, kind] of REDACTION_KINDS.entries()) {
      for (const less of REDACTION_KINDS.slice(at + 1)) {
        const both = [less, kind].map((name) => ({ kind: name, start: 0, end: 9 }));
        assert.deepEqual(resolve(both), [{ kind, start: 0, end: 9 }]);
      }
      const own = [kind, 'employee_id'].map((name) => ({ kind: name, start: 0, end: 9 }));
      assert.deepEqual(resolve(own), [{ kind: 'employee_id', start: 0, end: 9 }]);
    }
  });

  it('counts identities under one name, and unknown kinds as a tenant’s own', () => {
    assert.ok(IDENTITY_KINDS.length > 15);
    for (const kind of IDENTITY_KINDS) {
      assert.equal(countedAs(kind), 'identity');
      assert.equal(KINDS[kind].on, false);
    }
    assert.equal(countedAs('email'), 'email');
    for (const name of ['employee_id', 'toString', '']) {
      assert.equal(countedAs(name), 'own');
      assert.equal(isKind(name), false);
    }
  });

  it('leaves alone the kinds that are off', () => {
    const text = 'CPF 390.533.447-05 in /home/ann, dob 1990-01-15';
    assert.equal(redact(text).text, text);
    const all = redact(text, { kinds: byKind(() => true) }).text;
    assert.equal(all, 'CPF [REDACTED] in /home/[REDACTED], dob [REDACTED]');
  });
});
