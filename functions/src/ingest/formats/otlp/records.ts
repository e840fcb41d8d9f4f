import { Repairs } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import type { SentLog } from '../format.js';
import { plainMap } from './any-value.js';
import { fieldOf, type Group, type SentRecord } from './request.js';
import { type Origin, toFields, toOrigin } from './to-fields.js';

/**
 * All records of a request in their order, as the fields of logs; `now` is in milliseconds. An open
 * gateway takes the resource's word for the tenant.
 */
export function* readRecords(groups: Iterable<Group>, now: number): Generator<SentLog> {
  for (const group of groups) {
    const shared = new Repairs();
    const origin = toOrigin(group, shared);
    const tenantHint = tenantOf(fieldOf(group.resource, 'attributes'));
    for (const sent of group.records) yield { ...read(sent, origin, shared, now), tenantHint };
  }
}

function read(sent: SentRecord, origin: Origin, shared: Repairs, now: number): SentLog {
  if (sent.fault !== undefined) return { fields: {}, fault: sent.fault };
  const repairs = new Repairs([...shared.list, ...(sent.repairs ?? [])]);
  const fields = toFields(sent.record, origin, repairs, now);
  if (fields === undefined) return { fields: {}, fault: 'has no body, event name or attributes' };
  return { fields, ...(repairs.list.length > 0 && { repairs: repairs.list }) };
}

/** Whether any record's time is finer than a millisecond. */
export function hasFineClock(groups: readonly Group[]): boolean {
  return groups.some(({ records }) =>
    records.some(({ record }) => {
      return (
        isFine(fieldOf(record, 'timeUnixNano')) || isFine(fieldOf(record, 'observedTimeUnixNano'))
      );
    }),
  );
}

function isFine(nanos: unknown): boolean {
  const digits = typeof nanos === 'string' || typeof nanos === 'number' ? String(nanos) : '';
  return /^\d{17,20}$/.test(digits) && !digits.endsWith('000000');
}

function tenantOf(attributes: unknown): string | undefined {
  if (!Array.isArray(attributes) && !isRecord(attributes)) return undefined;
  const { tenant_id: named } = plainMap(attributes, { repairs: new Repairs(), path: [] });
  return typeof named === 'string' ? named : undefined;
}
