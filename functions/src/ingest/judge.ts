import { tenantIdSchema } from '../contract/ids.js';
import type { TurnTaker } from '../lib/turn-taker.js';
import type { Credential } from './admission/authenticate.js';
import { chooseTenant } from './admission/choose-tenant.js';
import type { LogOutcome, SentLog } from './formats/format.js';
import type { FieldError } from './http/problem.js';
import { type Defaults, derivedId } from './http/request-ids.js';
import type { createPacker } from './pack-logs.js';
import type { RequestBudget } from './reading/budget.js';
import type { RepairCounts } from './reading/repair-counts.js';
import { differs, type Reading, readLog } from './reading/read-log.js';

/** What applies to all logs of a request. */
export interface JudgeContext {
  credential: Credential;
  /** What the headers say about them. */
  defaults: Defaults;
  packer: ReturnType<typeof createPacker>;
  budget: RequestBudget;
  repairs: RepairCounts;
  /** When the request was received, in milliseconds. */
  now: number;
  /** `Prefer: handling=strict`. */
  isStrict: boolean;
  /** Lets other requests be served during the work on this one. */
  turn: TurnTaker;
}

type Rejection = Extract<LogOutcome, { ok: false }>;

type Kept = Extract<Reading, { ok: true }>;

/** Packs a log, or says why it cannot be accepted. Each is judged independently. */
export function judge(
  sent: SentLog,
  index: number,
  context: JudgeContext,
): LogOutcome | Promise<LogOutcome> {
  const { credential, packer, budget } = context;
  const { fields, fault, alone, repairs } = sent;
  const { now, isStrict, defaults } = context;
  if (fault !== undefined) return reject(budget, [{ pointer: '', detail: fault }]);
  const reading = readLog(fields, {
    tenant_id: defaults.tenant_id,
    log_id: idOf(defaults, index, alone) ?? sent.logId,
    now,
    repairs,
    isStrict,
  });
  if (!reading.ok) return reject(budget, reading.errors, reading);
  const { logs, tenantId, logId, isOwnId } = reading;
  if (isStrict && alone && isOther(fields['log_id'], defaults.log_id)) {
    return reject(budget, [differs('log_id')], { logId });
  }
  const tenant = chooseTenant(tenantId ?? hintOf(sent, credential), credential);
  if (!tenant.ok) {
    const { code, detail, errors: missing } = tenant;
    const named = missing.length > 0 ? missing : [{ pointer: '/tenant_id', detail }];
    return reject(budget, named, { code, detail, logId });
  }
  if (logs.length > 1) return packParts(tenant.tenantId, reading, context);
  for (const log of logs) {
    if (packer.add(tenant.tenantId, log, isOwnId) === 'conflict') {
      return reject(budget, [CONFLICT], { logId });
    }
  }
  return accept(reading, context);
}

/** There may be a hundred parts of 400 KB each. */
async function packParts(
  tenantId: string,
  reading: Kept,
  context: JudgeContext,
): Promise<LogOutcome> {
  const { packer, budget, turn } = context;
  const { logs, logId, isOwnId } = reading;
  for (const part of logs) {
    if (turn.isOver()) await turn.yield();
    if (packer.add(tenantId, part, isOwnId) === 'conflict') {
      return reject(budget, [CONFLICT], { logId });
    }
  }
  return accept(reading, context);
}

function accept({ logId, repairs }: Kept, context: JudgeContext): LogOutcome {
  context.repairs.count(repairs);
  return { ok: true, logId, repairs: context.budget.takeRepairs(repairs) };
}

function reject(
  budget: RequestBudget,
  errors: readonly FieldError[],
  { code = 'invalid_request', detail = INVALID, logId }: Partial<Rejection> = {},
): Rejection {
  const told = budget.takeFaults(errors);
  return { ok: false, code, detail, errors: told, ...(logId !== undefined && { logId }) };
}

const INVALID = 'The log is not valid: see errors.';

const CONFLICT: FieldError = {
  pointer: '/log_id',
  detail: 'is the id of an earlier log in this request with different content',
};

/** A log of a batch derives its id from the request's id and its index, so a retry has the same id. */
function idOf({ log_id: key }: Defaults, index: number, alone = false): string | undefined {
  return key === undefined || alone ? key : derivedId(key, index);
}

function isOther(own: unknown, key: string | undefined): boolean {
  return key !== undefined && typeof own === 'string' && own !== key;
}

function hintOf({ tenantHint }: SentLog, { tenantId }: Credential): string | undefined {
  if (tenantHint === undefined || tenantId !== undefined) return undefined;
  return tenantIdSchema.safeParse(tenantHint).data;
}
