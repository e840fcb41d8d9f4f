import { isUtf8 } from 'node:buffer';
import { setImmediate as otherWork } from 'node:timers/promises';

import { isRecord } from '../lib/is-record.js';
import type { Log } from '../contract/log-message.js';
import { MAX_LOG_JSON_BYTES, MAX_LOGS_PER_REQUEST, MAX_REPORTED_ERRORS } from '../limits.js';
import { admitAll, type Intake, type IntakeDeps, publishAll, tellTaken } from './deliver.js';
import { type IngestResponse, json } from './http/http.js';
import { readLog, type Defaults } from './reading/normalise.js';
import { createPacker } from './pack-logs.js';
import { BadJson, parseJson } from './reading/parse-json.js';
import { type FieldError, Problem } from './http/problem.js';
import { batchHeaders, derivedId } from './http/request-ids.js';
import type { Span } from './reading/split-items.js';
import { chooseTenant } from './admission/choose-tenant.js';

/** A log of a batch that is not taken. */
export interface Rejection {
  /** Its place among the logs of the request, from 0. */
  index: number;
  log_id?: string;
  error: string;
}

/** Logs between two pauses in which other requests are served: a few milliseconds of work. */
const PAUSE_EVERY = 500;

type ReadItem =
  { ok: true; tenantId: string; log: Log } | { ok: false; errors: FieldError[]; logId?: string };

/**
 * Takes a batch: each log is judged by itself, all that are good are published together, and the
 * answer names the others. 400 where none is good.
 */
export async function acceptBatch(
  { request, credential, receivedAt, early }: Intake,
  body: Buffer,
  spans: Iterable<Span>,
  { admit, publish }: IntakeDeps,
): Promise<IngestResponse> {
  const { log_id: requestId, ...defaults } = batchHeaders(request);
  if (defaults.tenant_id !== undefined) {
    const tenant = chooseTenant(defaults.tenant_id, credential);
    if (!tenant.ok) throw new Problem(tenant.code, tenant.detail);
  }
  const packer = createPacker('json_upload', receivedAt, request.origin);
  const isText = isUtf8(body);
  const logIds: string[] = [];
  const rejected: Rejection[] = [];
  const errors: FieldError[] = [];
  let index = 0;

  const reject = (at: number, faults: FieldError[], logId: string | undefined) => {
    const told = faults.slice(0, MAX_REPORTED_ERRORS);
    const error = told.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join('; ');
    rejected.push({ index: at, ...(logId !== undefined && { log_id: logId }), error });
    errors.push(...told.map(({ pointer, detail }) => ({ pointer: `/${at}${pointer}`, detail })));
  };
  const read = ({ start, end }: Span): ReadItem => {
    const id = requestId === undefined ? {} : { log_id: derivedId(requestId, index) };
    const reading = readItem(body, start, end, isText, { ...defaults, ...id });
    if (!reading.ok) return reading;
    const tenant = chooseTenant(reading.tenantId, credential);
    if (tenant.ok) return { ok: true, tenantId: tenant.tenantId, log: reading.log };
    const { errors: missing, detail } = tenant;
    const faults = missing.length > 0 ? missing : [{ pointer: '/tenant_id', detail }];
    return { ok: false, errors: faults, logId: reading.log.log_id };
  };

  for (const span of itemsOf(spans)) {
    if (index === MAX_LOGS_PER_REQUEST) throw tooMany();
    const item = read(span);
    if (!item.ok) {
      reject(index, item.errors, item.logId);
    } else if (packer.add(item.tenantId, item.log) === 'conflict') {
      const detail = 'is the id of an earlier log of this request, which says something else';
      reject(index, [{ pointer: '/log_id', detail }], item.log.log_id);
    } else {
      logIds.push(item.log.log_id);
    }
    index += 1;
    if (index % PAUSE_EVERY === 0) await otherWork();
  }

  if (index === 0)
    throw new Problem('invalid_request', 'The batch holds no log: send one or more.');
  if (logIds.length === 0) {
    throw new Problem('invalid_request', 'No log of the batch is valid: see errors.', { errors });
  }
  const { messages, bytes } = packer.finish();
  const headers = early ?? (await admitAll(admit, bytes));
  await publishAll(publish, messages);
  tellTaken(request, 'json_upload', logIds.length, rejected.length, bytes);
  const answer = { status: 'accepted', accepted: logIds.length, rejected, log_ids: logIds };
  return json(202, answer, headers);
}

/** Where the batch itself is broken, nothing of it is taken. */
function* itemsOf(spans: Iterable<Span>): Generator<Span> {
  try {
    yield* spans;
  } catch (error) {
    if (error instanceof BadJson)
      throw new Problem('invalid_request', `The body ${error.message}.`);
    throw error;
  }
}

function readItem(body: Buffer, start: number, end: number, isText: boolean, defaults: Defaults) {
  const bytes = end - start;
  if (bytes > MAX_LOG_JSON_BYTES) {
    return unreadable(`has ${bytes} bytes: at most ${MAX_LOG_JSON_BYTES} are read`);
  }
  if (!isText && !isUtf8(body.subarray(start, end))) return unreadable('is not valid UTF-8');
  try {
    const from = start === 0 && body[0] === 0xef ? 3 : start; // A byte order mark.
    const value = parseJson(body.toString('utf8', from, end));
    return isRecord(value) ? readLog(value, defaults) : unreadable('must be a JSON object');
  } catch (error) {
    if (error instanceof BadJson) return unreadable(error.message);
    throw error;
  }
}

function unreadable(detail: string) {
  return { ok: false as const, errors: [{ pointer: '', detail }] };
}

function tooMany(): Problem {
  return new Problem(
    'content_too_large',
    `The batch holds more than ${MAX_LOGS_PER_REQUEST} logs: send it in parts.`,
  );
}
