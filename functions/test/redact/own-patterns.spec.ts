import assert from 'node:assert/strict';

import { redact, REDACTOR_VERSION, redactorVersion } from '../../src/redact/index.js';

const EMPLOYEE = { name: 'employee_id', pattern: 'EMP-[0-9]{6}' };

describe('redact: a tenant’s own patterns', () => {
  it('finds them along with the rest, under their names', () => {
    const { text, findings } = redact('EMP-123456 wrote to ann@example.com', {
      patterns: [EMPLOYEE],
    });
    assert.equal(text, '[REDACTED] wrote to [REDACTED]');
    assert.deepEqual(
      findings.map(({ kind }) => kind),
      ['employee_id', 'email'],
    );
  });

  it('labels them, and ignores case on request', () => {
    const options = { label: 'kind', patterns: [{ ...EMPLOYEE, ignore_case: true }] } as const;
    assert.equal(redact('emp-123456', options).text, '[REDACTED:employee_id]');
    assert.equal(redact('emp-123456', { patterns: [EMPLOYEE] }).text, 'emp-123456');
  });

  it('finds every match in a long text, even where two windows meet', () => {
    const text = `${'x'.repeat(3_835)} EMP-123456 `.repeat(50);
    assert.equal(redact(text, { patterns: [EMPLOYEE] }).findings.length, 50);
  });

  it('never matches a marker or an empty string', () => {
    const patterns = [
      { name: 'letters', pattern: '[A-Z]{3,9}' },
      { name: 'nothing', pattern: 'q?' },
    ];
    const once = redact('ann@example.com, ABCDEF', { patterns }).text;
    assert.equal(once, '[REDACTED], [REDACTED]');
    assert.equal(redact(once, { patterns }).text, once);
  });

  it('lengthens no text beyond the limits, however short its matches are', () => {
    const text = '1 '.repeat(50_000);
    const redacted = redact(text, { patterns: [{ name: 'digit', pattern: '[0-9]' }] }).text;
    assert.ok(redacted.length <= text.length * 1.4 + 10);
    assert.doesNotMatch(redacted, /1/);
  });

  it('changes the redactor’s version', () => {
    const version = redactorVersion({ patterns: [EMPLOYEE] });
    assert.match(version, new RegExp(`^${REDACTOR_VERSION}\\+[0-9a-f]{8}$`));
    assert.equal(redactorVersion({ patterns: [{ ...EMPLOYEE }] }), version);
    assert.notEqual(redactorVersion({ patterns: [{ ...EMPLOYEE, pattern: 'E' }] }), version);
  });
});
