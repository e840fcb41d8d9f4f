import type { Repair } from '../../../contract/repairs.js';
import { MAX_REPORTED_ERRORS } from '../../../limits.js';
import { type IngestResponse, json } from '../../http/http.js';
import { type FieldError, Problem } from '../../http/problem.js';
import { firstThatFit } from '../../reading/budget.js';
import type { IntakeOutcome, LogOutcome } from '../format.js';

/** A log of a batch that is not taken. */
interface Rejected {
  /** Its place among the logs of the request, from 0. */
  index: number;
  log_id?: string;
  error: string;
}

/** 202 for one log, or the problem that it has. */
export function answerOne({ logs, headers }: IntakeOutcome): IngestResponse {
  const [log] = logs;
  if (log === undefined) throw new Problem('invalid_request', 'The body has no log.');
  if (log.ok) {
    const { logId, repairs } = log;
    const answer = { log_id: logId, message: 'Data queued for processing' };
    const repaired = repairs.length > 0 && { repairs };
    return json(202, { status: 'accepted', ...answer, ...repaired }, headers);
  }
  const { code, detail, errors } = log;
  throw new Problem(code, detail, code === 'forbidden' ? {} : { errors });
}

/**
 * 202 for a batch, with the rejected logs, or as many of them as fit and the number of the rest; 400 if
 * none is good.
 */
export function answerBatch({ logs, accepted, headers }: IntakeOutcome): IngestResponse {
  if (logs.length === 0) {
    throw new Problem('invalid_request', 'The batch has no logs: send at least one.');
  }
  if (accepted === 0) {
    throw new Problem('invalid_request', 'No log in the batch is valid: see errors.', {
      errors: firstErrors(logs),
    });
  }
  const logIds: string[] = [];
  const refused: Rejected[] = [];
  const repairs: Repair[] = [];
  let index = -1;
  for (const log of logs) {
    index += 1;
    if (!log.ok) {
      refused.push(toRejected(log, index));
      continue;
    }
    logIds.push(log.logId);
    for (const { pointer, repair } of log.repairs) {
      repairs.push({ pointer: `/${index}${pointer}`, repair });
    }
  }
  const rejected = firstThatFit(refused);
  const log_ids = firstThatFit(logIds);
  const omitted = {
    ...(rejected.length < refused.length && { rejected: refused.length - rejected.length }),
    ...(log_ids.length < logIds.length && { log_ids: logIds.length - log_ids.length }),
  };
  const answer = {
    status: 'accepted',
    accepted,
    rejected,
    log_ids,
    ...(repairs.length > 0 && { repairs }),
    ...(Object.keys(omitted).length > 0 && { omitted }),
  };
  return json(202, answer, headers);
}

function toRejected(log: Extract<LogOutcome, { ok: false }>, index: number): Rejected {
  const { errors, logId } = log;
  const faults = errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const error =
    faults.length > 0
      ? faults.join('; ')
      : 'is not valid: too many logs are invalid to explain each';
  return { index, ...(logId !== undefined && { log_id: logId }), error };
}

function firstErrors(logs: readonly LogOutcome[]): FieldError[] {
  const first: FieldError[] = [];
  for (const [index, log] of logs.entries()) {
    for (const { pointer, detail } of log.ok ? [] : log.errors) {
      if (first.length === MAX_REPORTED_ERRORS) return first;
      first.push({ pointer: `/${index}${pointer}`, detail });
    }
  }
  return first;
}
