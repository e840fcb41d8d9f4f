import { tenantIdSchema } from '../../../contract/ids.js';
import { MAX_REPORTED_ERRORS } from '../../../limits.js';
import { jsonPointer } from '../../http/problem.js';
import { BadValue } from './any-value.js';
import { type ExportRequest, type KeyValue, logRecordSchema } from './request.js';
import { type Origin, toFields, toOrigin } from './to-fields.js';

/** A record as the fields of a log, or what is wrong with it. */
export type JudgedRecord =
  | { ok: true; fields: Record<string, unknown>; tenantId: string | undefined }
  | { ok: false; fault: string };

/** All records of a request in their order. */
export function* judgeRecords({ resourceLogs }: ExportRequest): Generator<JudgedRecord> {
  for (const { resource, schemaUrl, scopeLogs } of resourceLogs ?? []) {
    const tenantId = tenantOf(resource?.attributes);
    for (const { scope, schemaUrl: scopeSchema, logRecords } of scopeLogs ?? []) {
      const schemas = { resource: schemaUrl, scope: scopeSchema };
      const origin = attempt(() => toOrigin(resource, scope, schemas));
      for (const record of logRecords ?? []) {
        if (!origin.ok) yield { ok: false, fault: `its resource or scope ${origin.fault}` };
        else yield judge(record, origin.value, tenantId);
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

function judge(sent: unknown, origin: Origin, tenantId: string | undefined): JudgedRecord {
  const record = logRecordSchema.safeParse(sent);
  if (!record.success) {
    const faults = record.error.issues.slice(0, MAX_REPORTED_ERRORS);
    return {
      ok: false,
      fault: faults.map(({ path, message }) => `${jsonPointer(path)} ${message}`).join(', '),
    };
  }
  const fields = attempt(() => toFields(record.data, origin));
  return fields.ok ? { ok: true, fields: fields.value, tenantId } : fields;
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
  const named = attributes?.find(({ key }) => key === 'tenant_id')?.value?.stringValue;
  const tenant = tenantIdSchema.safeParse(named);
  return tenant.success ? tenant.data : undefined;
}
