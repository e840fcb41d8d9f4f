import { PROBLEMS, type ProblemCode } from '../../../contract/problem-codes.js';
import { MAX_NAMED_ITEMS, MAX_REFUSED_BYTES } from '../../../limits.js';
import { contentCoding } from '../../http/inflate.js';
import type { IngestRequest, IngestResponse } from '../../http/http.js';
import type { Problem } from '../../http/problem.js';
import { RequestBudget } from '../../reading/budget.js';
import { ValueCount } from '../foreign/value-count.js';
import type { IntakeOutcome, LogOutcome } from '../format.js';
import { type Action, readTasks } from './actions.js';

/** Of Elasticsearch's own exceptions, those that its clients know. */
const TYPES = {
  invalid_request: 'illegal_argument_exception',
  unauthorized: 'security_exception',
  forbidden: 'security_exception',
  not_found: 'resource_not_found_exception',
  method_not_allowed: 'illegal_argument_exception',
  content_too_large: 'content_too_long_exception',
  unsupported_media_type: 'media_type_header_exception',
  too_many_requests: 'es_rejected_execution_exception',
  internal_error: 'exception',
  unavailable: 'unavailable_shards_exception',
} as const satisfies Record<ProblemCode, string>;

/**
 * An answer as clients trust it: they look for the header, and read the type that they asked for.
 * `Accept` may have any number of parameters.
 */
export function elasticResponse(
  request: IngestRequest,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): IngestResponse {
  const version = compatibleWith(request);
  const type =
    version === undefined
      ? 'application/json; charset=utf-8'
      : `application/vnd.elasticsearch+json;compatible-with=${version}`;
  const own = { 'content-type': type, 'x-elastic-product': 'Elasticsearch' };
  return { status, headers: { ...own, ...headers }, body };
}

/** The major version that a client asks to be talked to as. */
export function compatibleWith(request: IngestRequest): string | undefined {
  return /vnd\.elasticsearch\+json; *compatible-with=(\d{1,2})/.exec(
    request.header('accept') ?? '',
  )?.[1];
}

/** What became of each action, in their order. */
export function answerBulk(
  request: IngestRequest,
  { logs, rejected, headers }: IntakeOutcome,
  actions: readonly Action[],
  tookMs: number,
): IngestResponse {
  const isNamed = logs.length <= MAX_NAMED_ITEMS;
  const items = logs.map((log, index) => {
    const { operation = 'index', ...named } = actions[index] ?? {};
    return { [operation]: toItem(log, isNamed ? named : undefined) };
  });
  const body = { took: Math.round(tookMs), errors: rejected > 0, items };
  return elasticResponse(request, 200, body, headers);
}

function toItem(log: LogOutcome, named: Omit<Action, 'operation'> | undefined) {
  const { index, id } = named ?? {};
  const names = named && {
    _index: typeof index === 'string' ? index : 'logs',
    // As it was sent, so that the client knows it again.
    _id: typeof id === 'string' ? id : log.logId,
  };
  if (log.ok) return { ...names, status: 201, ...(named && { result: 'created' }) };
  const faults = log.errors.map(({ pointer, detail }) => `${pointer} ${detail}`.trim());
  const error = { type: 'document_parsing_exception', reason: faults.join('; ') || log.detail };
  return { ...names, status: PROBLEMS[log.code].status, error };
}

/**
 * An error as Elasticsearch has it. A quota that is used up is told item by item where that is little
 * work: the clients' bulk helpers send such items again, but give a request up that gets a 429.
 */
export function bulkFailure(problem: Problem, request: IngestRequest): IngestResponse {
  const { status } = PROBLEMS[problem.code];
  const error = { type: TYPES[problem.code], reason: problem.message };
  const refused = problem.code === 'too_many_requests' ? readRefused(request) : [];
  if (refused.length > 0) {
    const items = refused.map(({ operation }) => ({ [operation]: { status, error } }));
    return elasticResponse(request, 200, { took: 0, errors: true, items }, problem.headers);
  }
  const body = { error: { root_cause: [error], ...error }, status };
  return elasticResponse(request, status, body, problem.headers);
}

function readRefused(request: IngestRequest): Action[] {
  const { body } = request;
  if (contentCoding(request) !== undefined || body.length > MAX_REFUSED_BYTES) return [];
  try {
    const actions = [...readTasks(body, new ValueCount(new RequestBudget()))];
    return actions.length > MAX_NAMED_ITEMS ? [] : actions;
  } catch {
    return [];
  }
}
