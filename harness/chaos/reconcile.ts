import { MAX_DELIVERY_ATTEMPTS } from '../../functions/src/limits.js';
import type { Plan, PlannedLog, PlannedPoison } from './plan.js';

/** The outcome of a request, as its client saw it. */
export type Answer =
  | { kind: 'accepted'; logId: string }
  /** Rejected or unanswered: a log without an id, which is not resent, may be stored or not. */
  | { kind: 'unanswered' };

/** A document of processed_logs. */
export interface FoundLog {
  tenant: string;
  logId: string;
  source: unknown;
  originalText: unknown;
  modifiedData: unknown;
  /** Whether it was written more than once. */
  rewritten: boolean;
  /** When it was written, in milliseconds since 1970. */
  storedAt: number;
}

/** A document of dead_letters. */
export interface FoundLetter {
  /** `undefined`: of the top-level collection. */
  tenant: string | undefined;
  reason: string;
  attempts: number;
  payload: string;
  /** How often it was sent back automatically; 0: it waits for a person. */
  healed: number;
}

export interface Found {
  logs: FoundLog[];
  letters: FoundLetter[];
  /** Paths of all other documents and collections. */
  others: string[];
}

/** Each list holds faults, by marker or path; if all are empty, all is right. */
export interface Findings {
  /** Answered 202 and neither stored nor among the dead letters. */
  lost: string[];
  /** Stored more than once. */
  doubled: string[];
  wrongTenant: string[];
  /** Not byte for byte what was sent, or not redacted as it must be. */
  altered: string[];
  /** A document that was written a second time. */
  rewritten: string[];
  /** A good log that ended among the dead letters. */
  givenUp: string[];
  /** A poison message without its dead letter. */
  poisonLost: string[];
  /** A dead letter with a wrong reason, place or number of attempts. */
  poisonWrong: string[];
  /** A poison message with more dead letters than one. */
  poisonDoubled: string[];
  /** Logs that nobody sent. */
  strays: string[];
}

export interface Reconciliation {
  ok: boolean;
  findings: Findings;
  counts: {
    accepted: number;
    stored: number;
    /** Poison that the worker itself gave up on, at whatever delivery. */
    deadByWorker: number;
    /** Poison that Pub/Sub gave up on, after exactly 5 deliveries. */
    deadByPubsub: number;
    conflicts: number;
    /** Messages that died in an outage, and were healed automatically. */
    healed: number;
  };
}

const MARKER = /<[a-z0-9-]+>/;

/** Compares what is stored with what was sent and answered. */
export function reconcile(
  plan: Plan,
  answers: ReadonlyMap<string, Answer>,
  found: Found,
): Reconciliation {
  const findings: Findings = {
    lost: [],
    doubled: [],
    wrongTenant: [],
    altered: [],
    rewritten: [],
    givenUp: [],
    poisonLost: [],
    poisonWrong: [],
    poisonDoubled: [],
    strays: [...found.others],
  };
  const planned = new Map(plan.logs.map((log) => [log.marker, log]));
  const rivals = new Map(plan.logs.map((log) => [log.conflictsWith, log]));
  const stored = groupBy(found.logs, ({ originalText }) => markerOf(originalText));
  const waiting = found.letters.filter(({ healed }) => healed === 0);
  const letters = groupBy(waiting, ({ payload }) => markerOf(payload));
  const counts = {
    accepted: 0,
    stored: 0,
    deadByWorker: 0,
    deadByPubsub: 0,
    conflicts: 0,
    healed: found.letters.length - waiting.length,
  };

  for (const log of plan.logs) checkLog(log);
  for (const message of plan.poison) checkPoison(message);
  for (const [marker, logs] of stored) {
    if (!planned.has(marker)) findings.strays.push(...logs.map(pathOf));
  }
  const poison = new Set(plan.poison.map(({ marker }) => marker));
  for (const [marker, list] of letters) {
    if (planned.has(marker) || poison.has(marker)) continue;
    findings.strays.push(...list.map(({ tenant, reason }) => `letter of ${tenant}: ${reason}`));
  }
  return { ok: Object.values(findings).every((list) => list.length === 0), findings, counts };

  function checkLog(log: PlannedLog): void {
    const { marker } = log;
    const answer = answers.get(marker);
    const copies = stored.get(marker) ?? [];
    const dead = letters.get(marker) ?? [];
    if (answer?.kind === 'accepted') counts.accepted += 1;
    counts.stored += copies.length;
    if (copies.length > 1) findings.doubled.push(marker);
    for (const copy of copies) checkCopy(log, answer, copy);

    const rival = rivalOf(log);
    if (rival !== undefined) {
      checkConflict(log, rival);
      return;
    }
    if (dead.length > 0) findings.givenUp.push(marker);
    else if (copies.length === 0 && answer?.kind === 'accepted') findings.lost.push(marker);
  }

  function checkCopy(log: PlannedLog, answer: Answer | undefined, copy: FoundLog): void {
    if (copy.tenant !== log.tenant) findings.wrongTenant.push(log.marker);
    if (copy.rewritten) findings.rewritten.push(log.marker);
    const logId = log.logId ?? (answer?.kind === 'accepted' ? answer.logId : copy.logId);
    const same =
      copy.logId === logId &&
      copy.originalText === log.text &&
      copy.modifiedData === log.modified &&
      copy.source === log.source;
    if (!same) findings.altered.push(log.marker);
  }

  /** Of two contents under one id the first to arrive is stored, the other a dead letter. */
  function checkConflict(log: PlannedLog, rival: PlannedLog): void {
    if (answers.get(log.marker)?.kind !== 'accepted') return;
    const isStored = (stored.get(log.marker) ?? []).length > 0;
    const dead = letters.get(log.marker) ?? [];
    const rivalIsStored = (stored.get(rival.marker) ?? []).length > 0;
    if (isStored) {
      if (dead.length > 0) findings.poisonWrong.push(log.marker);
      if (rivalIsStored) findings.doubled.push(log.marker);
    } else if (dead.length === 0) {
      findings.lost.push(log.marker);
    } else if (!rivalIsStored) {
      findings.givenUp.push(log.marker);
    } else {
      counts.conflicts += 1;
      // A client that gets no answer sends the log again, which leaves a second letter for it.
      for (const [n, letter] of dead.entries()) {
        checkLetter(log, 'log_id_conflict', { letter, isCounted: n === 0 });
      }
    }
  }

  function rivalOf(log: PlannedLog): PlannedLog | undefined {
    return log.conflictsWith === undefined
      ? rivals.get(log.marker)
      : planned.get(log.conflictsWith);
  }

  function checkPoison(message: PlannedPoison): void {
    const list = letters.get(message.marker) ?? [];
    if (list.length === 0) findings.poisonLost.push(message.marker);
    if (list.length > 1) findings.poisonDoubled.push(message.marker);
    for (const letter of list) checkLetter(message, message.reason, { letter, isCounted: true });
  }

  /** Given up by the worker with the reason, or by Pub/Sub after exactly 5 deliveries. */
  function checkLetter(
    { marker, tenant }: { marker: string; tenant?: string },
    reason: string,
    { letter, isCounted }: { letter: FoundLetter; isCounted: boolean },
  ): void {
    const byPubsub = letter.reason === 'attempts_exhausted';
    const right = byPubsub
      ? letter.attempts === MAX_DELIVERY_ATTEMPTS
      : letter.reason === reason && letter.attempts <= MAX_DELIVERY_ATTEMPTS;
    if (!right || letter.tenant !== tenant) findings.poisonWrong.push(marker);
    else if (isCounted) counts[byPubsub ? 'deadByPubsub' : 'deadByWorker'] += 1;
  }
}

/** `Map.groupBy`, which Node 20 does not have. */
function groupBy<T>(items: T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

function markerOf(text: unknown): string {
  return (typeof text === 'string' && MARKER.exec(text)?.[0]) || '';
}

function pathOf({ tenant, logId }: FoundLog): string {
  return `tenants/${tenant}/processed_logs/${logId}`;
}
