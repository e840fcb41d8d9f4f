import { Timestamp } from 'firebase/firestore';

import type { LogQuery } from '../../src/search/log-query.js';
import type { Documents } from './environment.js';

/** A query of a tenant's documents by the readers' page, a command or a reader's program. */
export type ReaderQuery = { readonly name: string } & (
  | { readonly collection: 'processed_logs'; readonly asked: LogQuery; readonly finds: Ids }
  | { readonly collection: 'dead_letters'; readonly reason?: string; readonly finds: Ids }
  | { readonly collection: 'alert_notices'; readonly alertId?: string; readonly finds: Ids }
);

/** The ids that a query finds in {@link SEEDED}, in order. */
type Ids = readonly string[];

const at = (minute: number) => Timestamp.fromMillis(Date.UTC(2024, 0, 15, 10, minute));
const instant = (minute: number) => ({ seconds: at(minute).seconds, nanos: 0 });

const log = (
  source: string,
  severity: string | undefined,
  minute: number,
  shard: number,
  ...words: string[]
) => ({
  source,
  ...(severity && { severity }),
  modified_data: words.join(' '),
  processed_at: at(minute),
  time: at(minute),
  shard,
  terms: [`source=${source}`, ...words],
  level: severity === 'ERROR' ? 2 : severity === 'WARNING' ? 1 : 0,
});

const letter = (reason: string, minute: number) => ({ reason, dead_at: at(minute) });

const notice = (alert_id: string, minute: number) => ({ alert_id, fired_at: at(minute) });

export const SEEDED: Documents = {
  'tenants/acme/processed_logs/a': log('json_upload', 'ERROR', 3, 0, 'timeout'),
  'tenants/acme/processed_logs/b': log('text_upload', 'ERROR', 1, 1, 'refused'),
  'tenants/acme/processed_logs/c': log('json_upload', 'INFO', 2, 2, 'timeout'),
  'tenants/acme/processed_logs/d': log('json_upload', 'WARNING', 5, 0, 'timeout', 'refused'),
  'tenants/acme/processed_logs/e': log('otlp_upload', undefined, 4, 1, 'timeout'),
  'tenants/acme/dead_letters/x': letter('log_id_conflict', 1),
  'tenants/acme/dead_letters/y': letter('undecodable', 2),
  'tenants/acme/dead_letters/z': letter('log_id_conflict', 3),
  'tenants/acme/alert_notices/p': notice('one', 1),
  'tenants/acme/alert_notices/q': notice('other', 2),
  'tenants/acme/alert_notices/r': notice('one', 3),
  // Newer than all of these, so that a leak would come first.
  'tenants/acme_corp/processed_logs/n': log('json_upload', 'ERROR', 59, 0, 'timeout'),
  'tenants/acme_corp/dead_letters/n': letter('log_id_conflict', 59),
  'tenants/acme_corp/alert_notices/n': notice('one', 59),
};

const shards = [0, 1, 2];
const between = { from: instant(2), to: instant(5) };

const logs = (name: string, asked: Omit<LogQuery, 'shards'>, finds: Ids): ReaderQuery => ({
  name,
  collection: 'processed_logs',
  asked: { shards, ...asked },
  finds,
});

export const READER_QUERIES: readonly ReaderQuery[] = [
  logs('logs', {}, ['d', 'e', 'a', 'c', 'b']),
  { ...logs('logs of one shard', {}, ['d', 'a']), asked: { shards: [0] } } as ReaderQuery,
  logs('logs of a time', between, ['e', 'a', 'c']),
  logs('logs from the oldest on', { oldestFirst: true }, ['b', 'c', 'a', 'e', 'd']),
  logs('logs of severities', { severities: ['ERROR', 'WARNING'] }, ['d', 'a', 'b']),
  logs('logs of a severity and time', { severities: ['ERROR'], ...between }, ['a']),
  logs('logs of a source', { source: 'json_upload' }, ['d', 'a', 'c']),
  logs('logs of a source and time', { source: 'json_upload', ...between }, ['a', 'c']),
  logs('logs of a source and severity', { source: 'json_upload', severities: ['ERROR'] }, ['a']),
  logs('logs with a word', { terms: ['timeout'], levels: [0, 1, 2] }, ['d', 'e', 'a', 'c']),
  logs('logs with one of two words', { terms: ['timeout', 'refused'], levels: [0, 1, 2] }, [
    'd',
    'e',
    'a',
    'c',
    'b',
  ]),
  logs('logs with a word, of a level and time', { terms: ['timeout'], levels: [2], ...between }, [
    'a',
  ]),
  { name: 'dead letters', collection: 'dead_letters', finds: ['z', 'y', 'x'] },
  {
    name: 'dead letters of a reason',
    collection: 'dead_letters',
    reason: 'log_id_conflict',
    finds: ['z', 'x'],
  },
  { name: 'notices', collection: 'alert_notices', finds: ['r', 'q', 'p'] },
  {
    name: 'notices of an alert',
    collection: 'alert_notices',
    alertId: 'one',
    finds: ['r', 'p'],
  },
];
