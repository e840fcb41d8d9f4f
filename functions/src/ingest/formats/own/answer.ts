import { MAX_REPORTED_ERRORS } from '../../../limits.js';
import { type IngestResponse, json } from '../../http/http.js';
import { type FieldError, Problem } from '../../http/problem.js';
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
  if (log === undefined) throw new Problem('invalid_request', 'The body holds no log.');
  if (log.ok) {
    const answer = { log_id: log.logId, message: 'Data queued for processing' };
    return json(202, { status: 'accepted', ...answer }, headers);
  }
  const { code, detail, errors } = log;
  throw new Problem(code, detail, code === 'forbidden' ? {} : { errors });
}

/** 202 for a batch, which names the logs that are not taken; 400 where none is good. */
export function answerBatch({ logs, accepted, headers }: IntakeOutcome): IngestResponse {
  if (logs.length === 0) {
    throw new Problem('invalid_request', 'The batch holds no log: send one or more.');
  }
  if (accepted === 0) {
    throw new Problem('invalid_request', 'No log of the batch is valid: see errors.', {
      errors: firstErrors(logs),
    });
  }
  const logIds: string[] = [];
  const rejected: Rejected[] = [];
  for (const [index, log] of logs.entries()) {
    if (log.ok) logIds.push(log.logId);
    else rejected.push(toRejected(log, index));
  }
  return json(202, { status: 'accepted', accepted, rejected, log_ids: logIds }, headers);
}

function toRejected(log: Extract<LogOutcome, { ok: false }>, index: number): Rejected {
  const { errors, logId } = log;
  const faults = errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const error = faults.length > 0 ? faults.join('; ') : 'is not valid: too many are not to say why';
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
