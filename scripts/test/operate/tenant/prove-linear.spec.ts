import assert from 'node:assert/strict';

import { changeSettings, parseKinds, parsePattern } from '../../../operate/tenant/settings.js';
import { proveLinear } from '../../../operate/tenant/prove-linear.js';
import { tenantSettingsSchema } from '../../../../functions/src/contract/tenant.js';

describe('proveLinear', function () {
  for (const pattern of ['EMP-[0-9]{6}', '\\bK[0-9]{4,8}\\b', '(?:AB|CD)-[0-9]{3}', '[*+]{1,5}#']) {
    it(`accepts ${pattern}`, () => {
      assert.equal(proveLinear(pattern), undefined);
    });
  }

  for (const [pattern, fault] of [
    ['(', /not a regular expression/],
    ['a*', /must not match the empty text/],
    ['a+b', /has \+: bound every repetition/],
    ['a{2,}', /has \{2,\}/],
    ['(?=a)b', /has \(\?=/],
    ['(a)\\1', /has \\1/],
    ['(a|a){1,50}b', /exponential time/],
    ['(?:[a-z]{1,20}[a-z0-9]{1,20}){1,20}!', /exponential time/],
  ] as const) {
    it(`refuses ${pattern} and says why`, () => {
      assert.match(proveLinear(pattern) ?? '', fault);
    });
  }
});

describe('redaction settings of a tenant', () => {
  const none = tenantSettingsSchema.parse({});

  it('are set, changed and reset one by one', () => {
    const pattern = parsePattern('employee_id=EMP-[0-9]{6}');
    const set = changeSettings(none, { redact: parseKinds('ip=off,mac=on'), pattern });
    assert.deepEqual(set.redaction, { kinds: { ip: false, mac: true }, patterns: pattern });
    const less = changeSettings(set, {
      redact: parseKinds('ip=default'),
      removePattern: ['employee_id'],
    });
    assert.deepEqual(less.redaction, { kinds: { mac: true } });
    assert.deepEqual(changeSettings(less, { redact: parseKinds('mac=default') }), none);
  });

  it('report what is wrong', () => {
    assert.throws(() => parseKinds('ip=maybe'), /must be KIND=on, KIND=off or KIND=default/);
    assert.throws(() => parseKinds('name=on'), /KIND one of secret, email/);
    assert.throws(() => parsePattern('EMP'), /must be NAME=REGULAR_EXPRESSION/);
    assert.throws(() => changeSettings(none, { removePattern: ['x'] }), /no pattern x/);
    const named = parsePattern('email=EMP-[0-9]{6}');
    assert.throws(() => changeSettings(none, { pattern: named }), /is the name of a built-in kind/);
  });
});
