import assert from 'node:assert/strict';

import type { Plan, PlannedLog } from '../../chaos/plan.js';
import {
  type Answer,
  type Findings,
  type Found,
  type FoundLog,
  reconcile,
} from '../../chaos/reconcile.js';

const log = (name: string, more: Partial<PlannedLog> = {}): PlannedLog => ({
  marker: `<m-${name}>`,
  tenant: 'acme',
  logId: `log-${name}`,
  source: 'json_upload',
  text: `<m-${name}> call 555-0199`,
  modified: `<m-${name}> call [REDACTED]`,
  at: 0,
  ...more,
});

const PLAN: Plan = {
  tenants: ['acme', 'beta'],
  duration: 0,
  logs: [log('a'), log('b', { logId: 'log-a', conflictsWith: '<m-a>' }), log('c')],
  again: [],
  poison: [
    { marker: '<m-p>', reason: 'undecodable', data: Buffer.from('no <m-p>'), at: 0 },
    { marker: '<m-q>', reason: 'invalid_log', data: Buffer.from('<m-q>'), tenant: 'beta', at: 0 },
  ],
};

const accepted = (): Map<string, Answer> =>
  new Map(PLAN.logs.map(({ marker, logId = '' }) => [marker, { kind: 'accepted', logId }]));

const stored = ({ tenant, logId = '', source, text, modified }: PlannedLog): FoundLog => ({
  tenant,
  logId,
  source,
  originalText: text,
  modifiedData: modified,
  rewritten: false,
  storedAt: 0,
});

const [A, B, C] = PLAN.logs as [PlannedLog, PlannedLog, PlannedLog];

const right = (): Found => ({
  logs: [stored(A), stored(C)],
  letters: [
    {
      tenant: 'acme',
      reason: 'log_id_conflict',
      attempts: 1,
      payload: `{"text":"${B.text}"}`,
      healed: 0,
    },
    { tenant: undefined, reason: 'undecodable', attempts: 1, payload: 'no <m-p>', healed: 0 },
    { tenant: 'acme', reason: 'attempts_exhausted', attempts: 5, payload: C.text, healed: 1 },
    { tenant: 'beta', reason: 'attempts_exhausted', attempts: 5, payload: '<m-q>', healed: 0 },
  ],
  others: [],
});

describe('the reconciliation after chaos', () => {
  it('finds nothing wrong in a correct run, and counts', () => {
    const { ok, findings, counts } = reconcile(PLAN, accepted(), right());
    assert.ok(ok, JSON.stringify(findings));
    assert.deepEqual(counts, {
      accepted: 3,
      stored: 2,
      deadByWorker: 2,
      deadByPubsub: 1,
      conflicts: 1,
      healed: 1,
    });
  });

  it('accepts either of two contents under one id, as one may overtake the other', () => {
    const found = right();
    found.logs[0] = stored(B);
    found.letters[0] = { ...found.letters[0]!, payload: `{"text":"${A.text}"}` };
    assert.ok(reconcile(PLAN, accepted(), found).ok);
  });

  it('counts a conflict once, even if the client got no answer and sent it again', () => {
    const found = right();
    found.letters.push({ ...found.letters[0]! });
    const { ok, counts } = reconcile(PLAN, accepted(), found);
    assert.deepEqual([ok, counts.deadByWorker], [true, 2]);
  });

  it('does not expect a log that was never answered', () => {
    const found = right();
    found.logs.pop();
    const answers = accepted().set(C.marker, { kind: 'unanswered' });
    assert.ok(reconcile(PLAN, answers, found).ok);
  });

  const faults: [keyof Findings, string, (found: Found) => void][] = [
    ['lost', 'a log that is nowhere', ({ logs }) => logs.pop()],
    ['lost', 'a conflict that left no letter', ({ letters }) => letters.shift()],
    ['doubled', 'a log under two ids', ({ logs }) => logs.push({ ...stored(C), logId: 'other' })],
    ['wrongTenant', 'a log of another tenant', ({ logs }) => (logs[1]!.tenant = 'beta')],
    ['altered', 'another text', ({ logs }) => (logs[1]!.originalText += ' ')],
    ['altered', 'what was not redacted', ({ logs }) => (logs[1]!.modifiedData = C.text)],
    ['altered', 'another source', ({ logs }) => (logs[1]!.source = 'text_upload')],
    ['altered', 'another id', ({ logs }) => (logs[1]!.logId = 'other')],
    ['rewritten', 'a second write', ({ logs }) => (logs[1]!.rewritten = true)],
    [
      'givenUp',
      'a good log among the dead letters',
      ({ logs, letters }) => {
        logs.pop();
        letters.push({
          tenant: 'acme',
          reason: 'attempts_exhausted',
          attempts: 5,
          payload: C.text,
          healed: 0,
        });
      },
    ],
    ['poisonLost', 'poison that is nowhere', ({ letters }) => letters.pop()],
    ['poisonDoubled', 'two letters', ({ letters }) => letters.push({ ...letters[3]! })],
    ['poisonWrong', 'another reason', ({ letters }) => (letters[1]!.reason = 'invalid_log')],
    ['poisonWrong', 'another place', ({ letters }) => (letters[1]!.tenant = 'acme')],
    ['poisonWrong', 'given up too early', ({ letters }) => (letters[3]!.attempts = 4)],
    ['poisonWrong', 'given up too late', ({ letters }) => (letters[3]!.attempts = 6)],
    [
      'strays',
      'a log that nobody sent',
      ({ logs }) => logs.push({ ...stored(C), originalText: '<m-z>' }),
    ],
    [
      'strays',
      'a letter that nobody sent',
      ({ letters }) => letters.push({ ...letters[1]!, payload: 'without a marker' }),
    ],
    ['strays', 'another collection', ({ others }) => others.push('secrets')],
  ];
  for (const [finding, what, spoil] of faults) {
    it(`finds ${what}`, () => {
      const found = right();
      spoil(found);
      const { ok, findings } = reconcile(PLAN, accepted(), found);
      assert.equal(ok, false);
      assert.equal(findings[finding].length, 1, JSON.stringify(findings));
    });
  }
});
