import { isUtf8 } from 'node:buffer';

import { isRecord } from '../lib/is-record.js';
import { encodeMessage, type Source } from '../contract/log-message.js';
import { MAX_LOG_JSON_BYTES, MAX_REPORTED_ERRORS } from '../limits.js';
import { acceptBatch } from './accept-batch.js';
import type { Authenticate } from './admission/authenticate.js';
import { admitAll, admitEarly, type Intake, type IntakeDeps } from './deliver.js';
import { type Handler, type IngestResponse, json } from './http/http.js';
import { byMediaType } from './http/media-type.js';
import { differs, readLog } from './reading/normalise.js';
import { BadJson, parseJson } from './reading/parse-json.js';
import { Problem } from './http/problem.js';
import type { WithBody } from './http/read-body.js';
import { headerFields } from './http/request-ids.js';
import { beginsArray, splitArray, splitLines } from './reading/split-items.js';
import { chooseTenant } from './admission/choose-tenant.js';

export interface AcceptLogsDeps extends IntakeDeps {
  authenticate: Authenticate;
  withBody: WithBody;
  now: () => Date;
}

type Accept = (intake: Intake, body: Buffer, deps: IntakeDeps) => Promise<IngestResponse>;

/** One entry a media type: where a further format goes. */
const FORMATS: Readonly<Record<string, Accept>> = {
  'application/json': (intake, body, deps) =>
    beginsArray(body)
      ? acceptBatch(intake, body, splitArray(body), deps)
      : acceptOne(intake, 'json_upload', parseObject(body), deps),
  'application/x-ndjson': acceptLines,
  'application/ndjson': acceptLines,
  'application/jsonl': acceptLines,
  'text/plain': (intake, body, deps) =>
    acceptOne(intake, 'text_upload', { text: decode(body) }, deps),
};

/**
 * `POST /ingest`: authenticate → admit → read → normalise → publish → 202. Throws
 * {@link Problem}s.
 */
export function createAcceptLogs({
  authenticate,
  withBody,
  now,
  ...deps
}: AcceptLogsDeps): Handler {
  return async (request) => {
    const receivedAt = now().toISOString();
    const credential = await authenticate(request);
    request.facts.tenantId = credential.tenantId;
    const early = await admitEarly(deps.admit, credential, request.body.length);
    const accept = byMediaType(request, FORMATS);
    return withBody(request, (body) => {
      if (body.length === 0) {
        throw new Problem('invalid_request', 'The body is empty: send a log.');
      }
      return accept({ request, credential, receivedAt, early }, body, deps);
    });
  };
}

function acceptLines(intake: Intake, body: Buffer, deps: IntakeDeps): Promise<IngestResponse> {
  return acceptBatch(intake, body, splitLines(body), deps);
}

async function acceptOne(
  { request, credential, receivedAt, early }: Intake,
  source: Source,
  sent: Record<string, unknown>,
  { admit, publish }: IntakeDeps,
): Promise<IngestResponse> {
  const fromHeaders = headerFields(request);
  const reading = readLog(sent, fromHeaders);
  const { log_id: own } = sent;
  const isTwice = fromHeaders.log_id !== undefined && typeof own === 'string';
  const errors = isTwice && own !== fromHeaders.log_id ? [differs('log_id')] : [];
  if (!reading.ok || errors.length > 0) {
    if (!reading.ok) errors.unshift(...reading.errors);
    const code = reading.ok ? 'invalid_request' : reading.code;
    const detail = `The log ${code === 'content_too_large' ? 'is too large' : 'is not valid'}: see errors.`;
    throw new Problem(code, detail, { errors: errors.slice(0, MAX_REPORTED_ERRORS) });
  }
  const { log } = reading;
  const tenant = chooseTenant(reading.tenantId, credential);
  if (!tenant.ok) throw new Problem(tenant.code, tenant.detail, { errors: tenant.errors });
  const { tenantId } = tenant;
  request.facts.tenantId = tenantId;
  const headers = early ?? (await admitAll(admit, new Map([[tenantId, request.body.length]])));
  const head = { tenant_id: tenantId, source, received_at: receivedAt };
  const data = encodeMessage(head, [JSON.stringify(log)]);
  await publish({ tenantId, data, origin: request.origin });
  request.facts.taken = { source, logs: 1, rejected: 0 };
  const answer = { log_id: log.log_id, message: 'Data queued for processing' };
  return json(202, { status: 'accepted', ...answer }, headers);
}

function parseObject(body: Buffer): Record<string, unknown> {
  if (body.length > MAX_LOG_JSON_BYTES) {
    const detail = `The log has ${body.length} bytes: at most ${MAX_LOG_JSON_BYTES} are read.`;
    throw new Problem('content_too_large', detail);
  }
  try {
    // RFC 8259, section 8.1: a byte order mark may be ignored.
    const value = parseJson(decode(body).replace(/^\uFEFF/, ''));
    if (isRecord(value)) return value;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body ${error.message}.`);
  }
  throw new Problem(
    'invalid_request',
    'The body must be a JSON object with the log in "text", or an array of such objects.',
  );
}

/** A byte order mark is part of what was sent: it stays. */
function decode(body: Buffer): string {
  if (isUtf8(body)) return body.toString('utf8');
  throw new Problem('invalid_request', 'The body is not valid UTF-8: send it encoded as UTF-8.');
}
