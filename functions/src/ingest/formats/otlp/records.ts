import { MAX_REPORTED_ERRORS } from '../../../limits.js';
import { jsonPointer } from '../../http/problem.js';
import type { SentLog } from '../format.js';
import { BadValue } from './any-value.js';
import { type ExportRequest, type KeyValue, logRecordSchema } from './request.js';
import { type Origin, toFields, toOrigin } from './to-fields.js';

/**
 * All records of a request in their order, as the fields of logs. An open gateway takes the
 * resource's word for the tenant.
 */
export function* readRecords({ resourceLogs }: ExportRequest): Generator<SentLog> {
  for (const { resource, schemaUrl, scopeLogs } of resourceLogs ?? []) {
    const tenantHint = tenantOf(resource?.attributes);
    for (const { scope, schemaUrl: scopeSchema, logRecords } of scopeLogs ?? []) {
      const schemas = { resource: schemaUrl, scope: scopeSchema };
      const origin = attempt(() => toOrigin(resource, scope, schemas));
      for (const record of logRecords ?? []) {
        if (origin.ok) yield readRecord(record, origin.value, tenantHint);
        else yield unreadable(`its resource or scope ${origin.fault}`);
      }
    }
  }
}

/** Whether any record's time is finer than a millisecond. */
export function hasFineClock({ resourceLogs }: ExportRequest): boolean {
  return (resourceLogs ?? []).some(({ scopeLogs }) =>
    (scopeLogs ?? []).some(({ logRecords }) =>
      (logRecords ?? []).some((record) => {
        const { data } = logRecordSchema.safeParse(record);
        return isFine(data?.timeUnixNano) || isFine(data?.observedTimeUnixNano);
      }),
    ),
  );
}

function isFine(nanos: string | null | undefined): boolean {
  return nanos != null && !nanos.endsWith('000000') && !/^0*$/.test(nanos);
}

function readRecord(sent: unknown, origin: Origin, tenantHint: string | undefined): SentLog {
  const record = logRecordSchema.safeParse(sent);
  if (!record.success) {
    const faults = record.error.issues.slice(0, MAX_REPORTED_ERRORS);
    return unreadable(
      faults.map(({ path, message }) => `${jsonPointer(path)} ${message}`).join(', '),
    );
  }
  const fields = attempt(() => toFields(record.data, origin));
  return fields.ok ? { fields: fields.value, tenantHint } : unreadable(fields.fault);
}

function unreadable(fault: string): SentLog {
  return { fields: {}, fault };
}

function attempt<T>(make: () => T): { ok: true; value: T } | { ok: false; fault: string } {
  try {
    return { ok: true, value: make() };
  } catch (error) {
    if (error instanceof BadValue) return { ok: false, fault: error.message };
    throw error;
  }
}

function tenantOf(attributes: KeyValue[] | null | undefined): string | undefined {
  return attributes?.find(({ key }) => key === 'tenant_id')?.value?.stringValue ?? undefined;
}
