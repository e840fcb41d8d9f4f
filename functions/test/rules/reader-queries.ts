import { Timestamp } from 'firebase/firestore';
import type { Documents } from './environment.js';

/** A query that the readers' page or a reader's program makes of its tenant's documents. */
export interface ReaderQuery {
  readonly name: string;
  readonly collection: 'processed_logs' | 'dead_letters';
  readonly equals?: Readonly<Record<string, string>>;
  readonly newestBy: string;
  /** Bounds on the same field, the upper one exclusive. */
  readonly between?: readonly [Timestamp, Timestamp];
  readonly limit?: number;
  /** The ids it finds in `SEEDED`, in order. */
  readonly finds: readonly string[];
}

const at = (minute: number) => Timestamp.fromMillis(Date.UTC(2024, 0, 15, 10, minute));

const log = (source: string, severity: string | undefined, minute: number) => ({
  source,
  ...(severity && { severity }),
  modified_data: `logged at ${minute}`,
  processed_at: at(minute),
});

const letter = (reason: string, minute: number) => ({ reason, dead_at: at(minute) });

export const SEEDED: Documents = {
  'tenants/acme/processed_logs/a': log('json_upload', 'ERROR', 3),
  'tenants/acme/processed_logs/b': log('text_upload', 'ERROR', 1),
  'tenants/acme/processed_logs/c': log('json_upload', 'INFO', 2),
  'tenants/acme/processed_logs/d': log('json_upload', 'ERROR', 5),
  'tenants/acme/processed_logs/e': log('otlp_upload', undefined, 4),
  'tenants/acme/dead_letters/x': letter('log_id_conflict', 1),
  'tenants/acme/dead_letters/y': letter('undecodable', 2),
  'tenants/acme/dead_letters/z': letter('log_id_conflict', 3),
  // Newer than all of these, so that a leak would come first.
  'tenants/acme_corp/processed_logs/n': log('json_upload', 'ERROR', 59),
  'tenants/acme_corp/dead_letters/n': letter('log_id_conflict', 59),
};

const logs = { collection: 'processed_logs', newestBy: 'processed_at' } as const;
const letters = { collection: 'dead_letters', newestBy: 'dead_at' } as const;
const error = { severity: 'ERROR' };
const json = { source: 'json_upload' };
const between = [at(2), at(5)] as const;

export const READER_QUERIES: readonly ReaderQuery[] = [
  { ...logs, name: 'logs', finds: ['d', 'e', 'a', 'c', 'b'] },
  { ...logs, name: 'a page of logs', limit: 2, finds: ['d', 'e'] },
  { ...logs, name: 'logs of a time', between, finds: ['e', 'a', 'c'] },
  { ...logs, name: 'logs of a severity', equals: error, finds: ['d', 'a', 'b'] },
  { ...logs, name: 'logs of a severity and time', equals: error, between, finds: ['a'] },
  { ...logs, name: 'logs of a source', equals: json, finds: ['d', 'a', 'c'] },
  { ...logs, name: 'logs of a source and time', equals: json, between, finds: ['a', 'c'] },
  {
    ...logs,
    name: 'logs of a source and severity',
    equals: { ...json, ...error },
    finds: ['d', 'a'],
  },
  {
    ...logs,
    name: 'logs of a source, severity and time',
    equals: { ...json, ...error },
    between,
    finds: ['a'],
  },
  { ...letters, name: 'dead letters', finds: ['z', 'y', 'x'] },
  {
    ...letters,
    name: 'dead letters of a reason',
    equals: { reason: 'log_id_conflict' },
    finds: ['z', 'x'],
  },
];
