import { createHash } from 'node:crypto';
import { setImmediate as otherWork } from 'node:timers/promises';

import { MAX_LOGS_PER_REQUEST, MAX_REPORTED_ERRORS } from '../../../limits.js';
import type { AcceptLogsDeps } from '../../accept-logs.js';
import { admitAll, admitEarly, publishAll, tellTaken } from '../../deliver.js';
import type { Handler } from '../../http/http.js';
import { readLog } from '../../reading/normalise.js';
import { createPacker } from '../../pack-logs.js';
import { Problem } from '../../http/problem.js';
import { batchHeaders, derivedId } from '../../http/request-ids.js';
import { chooseTenant } from '../../admission/choose-tenant.js';
import { successResponse } from './answer.js';
import { readerFor } from './read-request.js';
import type { ExportRequest } from './request.js';
import { hasFineClock, type JudgedRecord, judgeRecords } from './records.js';

/** Records between two pauses in which other requests are served. */
const PAUSE_EVERY = 500;

/** `POST /v1/logs`, OTLP/HTTP: https://opentelemetry.io/docs/specs/otlp/#otlphttp. */
export function createExportLogs({
  authenticate,
  admit,
  publish,
  withBody,
  now,
}: AcceptLogsDeps): Handler {
  return async (request) => {
    const receivedAt = now().toISOString();
    const credential = await authenticate(request);
    request.facts.tenantId = credential.tenantId;
    const early = await admitEarly(admit, credential, request.body.length);
    const read = readerFor(request);
    const { tenant_id: named, log_id: key } = batchHeaders(request);
    if (credential.tenantId !== undefined) tenantOf(named, undefined);

    return withBody(request, async (body) => {
      const exported = await read(body);
      const idOf = createIdOf(key, body, exported);
      const packer = createPacker('otlp_upload', receivedAt, request.origin);
      const faults: string[] = [];
      let rejected = 0;
      let index = 0;

      for (const record of judgeRecords(exported)) {
        if (index === MAX_LOGS_PER_REQUEST) throw tooMany();
        const fault = take(record, idOf(index));
        if (fault !== undefined) {
          rejected += 1;
          if (faults.length < MAX_REPORTED_ERRORS) faults.push(`record ${index}: ${fault}`);
        }
        index += 1;
        if (index % PAUSE_EVERY === 0) await otherWork();
      }

      const errorMessage = faults.join('; ');
      if (rejected > 0 && rejected === index) {
        throw new Problem('invalid_request', `No record is valid: ${errorMessage}.`);
      }
      const { messages, bytes } = packer.finish();
      const headers = early ?? (await admitAll(admit, bytes)) ?? {};
      await publishAll(publish, messages);
      tellTaken(request, 'otlp_upload', index - rejected, rejected, bytes);
      const partial = rejected === 0 ? undefined : { rejectedLogRecords: rejected, errorMessage };
      return successResponse(request, partial, headers);

      /** Returns what is wrong with a record that cannot be taken. */
      function take(record: JudgedRecord, id: { log_id?: string }): string | undefined {
        if (!record.ok) return record.fault;
        const reading = readLog(record.fields, id);
        if (!reading.ok) {
          return reading.errors.map(({ pointer, detail }) => `${pointer} ${detail}`).join(', ');
        }
        const outcome = packer.add(tenantOf(named, record.tenantId), reading.log);
        return outcome === 'conflict' ? 'has the id of an earlier record' : undefined;
      }
    });

    /** An open gateway takes the resource’s word where no header names the tenant. */
    function tenantOf(header: string | undefined, ofResource: string | undefined): string {
      const fallback = credential.tenantId === undefined ? ofResource : undefined;
      const tenant = chooseTenant(header ?? fallback, credential);
      if (tenant.ok) return tenant.tenantId;
      if (tenant.code === 'forbidden') throw new Problem('forbidden', tenant.detail);
      const detail =
        'Name the tenant in the header X-Tenant-ID or the resource attribute tenant_id.';
      throw new Problem('invalid_request', detail);
    }
  };
}

/**
 * OTLP has no ids. With the request's own id, or where the clock of its records is finer than a
 * millisecond, the same bytes again are the same request again: a retry. Otherwise two requests may
 * be equal and both be meant, so that ids are random.
 */
function createIdOf(key: string | undefined, body: Buffer, request: ExportRequest) {
  if (key !== undefined) return (index: number) => ({ log_id: derivedId(key, index) });
  if (!hasFineClock(request)) return () => ({});
  const hash = createHash('sha256').update(body).digest();
  return (index: number) => ({ log_id: derivedId(hash, index) });
}

function tooMany(): Problem {
  return new Problem(
    'content_too_large',
    `The request holds more than ${MAX_LOGS_PER_REQUEST} records: send it in parts.`,
  );
}
