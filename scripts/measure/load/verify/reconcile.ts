import { type Ledger, LOG_STATE } from '../ledger.js';
import type { Plan } from '../plan.js';

/** A document of processed_logs. Times in milliseconds since 1970. */
export interface StoredLog {
  tenantId: string;
  logId: string;
  /** Absent if the tenant's setting keeps it elsewhere. */
  originalText?: string;
  shard: number;
  receivedAt: number;
  processedAt: number;
  /** Whether it was written more than once. */
  rewritten: boolean;
}

/** A document of a tenant's dead_letters that names a log. */
export interface DeadLog {
  tenantId: string;
  logId: string;
}

/** Faults; must be empty. Ids of logs, as `tenant/log`. */
export interface Findings {
  /** Answered 202, and neither stored nor among the dead letters. */
  lost: string[];
  /** Answered 202, and given up. */
  deadLetters: string[];
  /** Stored more than once. */
  doubled: string[];
  /** Stored in a tenant that it was not sent for. */
  wrongTenant: string[];
  /** Stored with another text than was sent. */
  altered: string[];
  /** A document that was written a second time. */
  rewritten: string[];
  /** Stored, though the answer was no. */
  refusedStored: string[];
  /** Stored, and never sent. */
  strays: string[];
}

export interface Reconciliation {
  accepted: number;
  stored: number;
  /** Without an answer, or 5xx, and stored: allowed, since the client could not know. */
  unansweredStored: number;
  findings: Findings;
  ok: boolean;
}

export interface ReconcileOptions {
  plan: Plan;
  ledger: Ledger;
  /** Of each sender of the plan. */
  tenantIds: readonly string[];
}

/** Compares what was sent with what is stored. Feed it every document, then ask for the result. */
export function createReconciler({ plan, ledger, tenantIds }: ReconcileOptions) {
  const stored = new Uint8Array(ledger.size);
  const dead = new Set<number>();
  const findings: Findings = {
    lost: [],
    deadLetters: [],
    doubled: [],
    wrongTenant: [],
    altered: [],
    rewritten: [],
    refusedStored: [],
    strays: [],
  };
  const tenantOf = (log: number) => tenantIds[plan.senderOf(log)] ?? '';
  let unansweredStored = 0;

  return {
    addStored: (found: StoredLog): void => {
      const name = `${found.tenantId}/${found.logId}`;
      const log = plan.logOf(found.logId);
      if (log === undefined || ledger.state(log) === LOG_STATE.notSent) {
        findings.strays.push(name);
        return;
      }
      if (found.tenantId === tenantOf(log)) {
        if (stored[log] === 1) findings.doubled.push(name);
        stored[log] = 1;
      } else {
        findings.wrongTenant.push(name);
      }
      if (found.originalText !== undefined && found.originalText !== plan.text(log)) {
        findings.altered.push(name);
      }
      if (found.rewritten) findings.rewritten.push(name);
      const state = ledger.state(log);
      if (state === LOG_STATE.refused) findings.refusedStored.push(name);
      if (state === LOG_STATE.unknown) unansweredStored += 1;
    },

    addDead: (found: DeadLog): void => {
      const log = plan.logOf(found.logId);
      if (log === undefined) return;
      dead.add(log);
      findings.deadLetters.push(`${found.tenantId}/${found.logId}`);
    },

    result: (): Reconciliation => {
      let accepted = 0;
      for (let log = 0; log < ledger.size; log += 1) {
        if (ledger.state(log) !== LOG_STATE.accepted) continue;
        accepted += 1;
        if (stored[log] !== 1 && !dead.has(log)) {
          findings.lost.push(`${tenantOf(log)}/${plan.logId(log)}`);
        }
      }
      return {
        accepted,
        stored: stored.reduce((sum, one) => sum + one, 0),
        unansweredStored,
        findings,
        ok: Object.values(findings).every((list: string[]) => list.length === 0),
      };
    },
  };
}

export type Reconciler = ReturnType<typeof createReconciler>;
