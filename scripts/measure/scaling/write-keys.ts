import { newLogId } from '../../../functions/src/contract/ids.js';
import { isTimeField, LOG_FIELD_NAMES } from '../../../functions/src/contract/processed-log.js';
import { indexEntries, type Indexes } from '../cost/index-entries.js';

/** A table that a write touches: the documents, or one index. */
export interface Table {
  name: string;
  /** The fields in the order of its key, before the document's own name; none for documents. */
  fields: readonly string[];
}

/** A log with every field; most values are in no index. */
const SAMPLE = {
  ...Object.fromEntries(LOG_FIELD_NAMES.map((name) => [name, 0])),
  // The term that all logs of a source share: no other term has more entries.
  terms: ['source=json_upload'],
};

/** The tables that storing a log touches, as `firestore.indexes.json` says. */
export function tablesOf(indexes: Indexes): Table[] {
  const path = `tenants/acme/processed_logs/${newLogId()}`;
  const entries = indexEntries(indexes, path, SAMPLE);
  return [
    { name: 'documents', fields: [] },
    ...entries.map(({ index }, number) => ({
      name: `${number + 1}: ${index}`,
      fields: index.split(', '),
    })),
  ];
}

/** What distinguishes one write's keys from another's. */
export interface Write {
  tenant: number;
  severity: number;
  shard: number;
  /** From 0 to 1: the position of the document's random id among all. */
  id: number;
  /** From 0 to 1: the time of the write in the whole run. */
  time: number;
}

/** How many values a field has at most, where it has more than one. */
const VALUES: Readonly<Record<string, number>> = { level: 4, severity: 4, shard: 4_096 };

/**
 * Where a write lies in a table: by tenant, then by the fields up to a time, then by the time, or
 * where there is none by the id. Keys of a table compare as Firestore's do.
 */
export function keyOf({ fields }: Table, write: Write): number {
  let key = write.tenant;
  for (const field of fields) {
    if (isTimeField(field)) return key + write.time;
    key = key * (VALUES[field] ?? 1) + valueOf(field, write);
  }
  return key + write.id;
}

function valueOf(field: string, { severity, shard }: Write): number {
  // Here the severities are of different levels.
  if (field === 'severity' || field === 'level') return severity;
  if (field === 'shard') return shard;
  return 0;
}
