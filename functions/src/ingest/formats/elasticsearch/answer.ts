import { PROBLEMS, type ProblemCode } from '../../../contract/problem-codes.js';
import { MAX_ITEMS_BYTES, MAX_REFUSED_BYTES, MAX_REFUSED_ITEMS } from '../../../limits.js';
import { contentCoding } from '../../http/inflate.js';
import type { IngestRequest, IngestResponse } from '../../http/http.js';
import { Problem } from '../../http/problem.js';
import { RequestBudget } from '../../reading/budget.js';
import { ValueCount } from '../foreign/value-count.js';
import type { IntakeOutcome, LogOutcome } from '../format.js';
import { type Action, readTasks } from './actions.js';

/** Those of Elasticsearch's exceptions that its clients know. */
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
 * An answer that clients trust: they check the header, and read the media type they asked for.
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

/** The major version with which a client asks the answer to be compatible. */
export function compatibleWith(request: IngestRequest): string | undefined {
  return /vnd\.elasticsearch\+json; *compatible-with=(\d{1,2})/.exec(
    request.header('accept') ?? '',
  )?.[1];
}

/**
 * The outcome of each action, in order. Clients find an item by its index, and take `errors` for the
 * whole request: items beyond {@link MAX_ITEMS_BYTES} are left out.
 */
export function answerBulk(
  request: IngestRequest,
  { logs, rejected, headers }: IntakeOutcome,
  actions: readonly Action[],
  tookMs: number,
): IngestResponse {
  const items: Item[] = [];
  let left = MAX_ITEMS_BYTES;
  // The first ones get names and reasons, as long as the status of all others still fits.
  let leftForNames = left - logs.length * STATUS_BYTES;
  for (const [index, log] of logs.entries()) {
    const { operation = 'index', ...named } = actions[index] ?? {};
    let item: Item | undefined;
    if (leftForNames > 0) {
      const told = { [operation]: toItem(log, named) };
      const bytes = Buffer.byteLength(JSON.stringify(told)) + 1;
      leftForNames -= bytes;
      if (leftForNames >= 0) {
        item = told;
        left -= bytes;
      }
    }
    if (item === undefined) {
      left -= STATUS_BYTES;
      if (left < 0) break;
      item = { [operation]: { status: statusOf(log) } };
    }
    items.push(item);
  }
  const body = { took: Math.round(tookMs), errors: rejected > 0, items };
  return elasticResponse(request, 200, body, headers);
}

/** The outcome of a request for one document. */
export function answerDocument(
  request: IngestRequest,
  { logs, headers }: IntakeOutcome,
  { index, id }: { index: string; id?: string },
): IngestResponse {
  const [log] = logs;
  if (log === undefined) throw new Problem('invalid_request', 'request body is required');
  if (!log.ok) throw new Problem(log.code, faultsOf(log));
  const body = {
    _index: index,
    _id: id ?? log.logId,
    _version: 1,
    result: 'created',
    _shards: { total: 1, successful: 1, failed: 0 },
    _seq_no: 0,
    _primary_term: 1,
  };
  return elasticResponse(request, 201, body, headers);
}

type Item = Record<string, { status: number }>;

/** `{"update":{"status":400}},` */
const STATUS_BYTES = 27;

function statusOf(log: LogOutcome): number {
  return log.ok ? 201 : PROBLEMS[log.code].status;
}

function toItem(log: LogOutcome, { index, id }: Omit<Action, 'operation'>) {
  const names = {
    _index: typeof index === 'string' ? index : 'logs',
    // As sent, so that the client recognises it.
    _id: typeof id === 'string' ? id : log.logId,
    status: statusOf(log),
  };
  if (log.ok) return { ...names, result: 'created' };
  return { ...names, error: { type: 'document_parsing_exception', reason: faultsOf(log) } };
}

function faultsOf({ errors, detail }: Extract<LogOutcome, { ok: false }>): string {
  return errors.map((error) => `${error.pointer} ${error.detail}`.trim()).join('; ') || detail;
}

/**
 * An error in Elasticsearch's form. A used-up quota is reported item by item if that is little work:
 * the clients' bulk helpers retry such items, but give up a request that gets a 429.
 */
export function bulkFailure(problem: Problem, request: IngestRequest): IngestResponse {
  const { status } = PROBLEMS[problem.code];
  const error = errorOf(problem);
  const refused = problem.code === 'too_many_requests' ? readRefused(request) : [];
  if (refused.length > 0) {
    const items = refused.map(({ operation }) => ({ [operation]: { status, error } }));
    return elasticResponse(request, 200, { took: 0, errors: true, items }, problem.headers);
  }
  return documentFailure(problem, request);
}

/** An error in Elasticsearch's form that concerns the whole request. */
export function documentFailure(problem: Problem, request: IngestRequest): IngestResponse {
  const { status } = PROBLEMS[problem.code];
  const error = errorOf(problem);
  const body = { error: { root_cause: [error], ...error }, status };
  return elasticResponse(request, status, body, problem.headers);
}

function errorOf({ code, message }: Problem): { type: string; reason: string } {
  return { type: TYPES[code], reason: message };
}

function readRefused(request: IngestRequest): Action[] {
  const { body } = request;
  if (contentCoding(request) !== undefined || body.length > MAX_REFUSED_BYTES) return [];
  try {
    const actions = [...readTasks(body, new ValueCount(new RequestBudget()))];
    return actions.length > MAX_REFUSED_ITEMS ? [] : actions;
  } catch {
    return [];
  }
}
