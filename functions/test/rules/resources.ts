import type { Operation } from './operations.js';
import type { Standing } from './actors.js';

export interface Resource {
  readonly name: string;
  /** The collection's path; of a collection group, its id. */
  readonly collection: (tenant: string) => string;
  /** A document that exists there; absent: a collection group. */
  readonly id?: string;
  readonly may: Partial<Record<Standing, readonly Operation[]>>;
}

const READS = ['get', 'read in a transaction', 'list', 'query', 'count'] as const;
const GETS = ['get', 'read in a transaction'] as const;
const NOTHING = {};

const LOG = (tenant: string) => `tenants/${tenant}/processed_logs/log_1`;
const ORIGINAL = (tenant: string) => `${LOG(tenant)}/restricted/original`;

const resource = (
  name: string,
  collection: Resource['collection'],
  id: string,
  may: Resource['may'] = NOTHING,
): Resource => ({ name, collection, id, may });

const group = (collectionId: string): Resource => ({
  name: `every tenant's ${collectionId} at once`,
  collection: () => collectionId,
  may: NOTHING,
});

export const RESOURCES: readonly Resource[] = [
  resource('processed logs', (t) => `tenants/${t}/processed_logs`, 'log_1', {
    reader: READS,
    admin: READS,
  }),
  resource('dead letters', (t) => `tenants/${t}/dead_letters`, 'dead_1', { admin: READS }),
  resource('a restricted original', (t) => `${LOG(t)}/restricted`, 'original', { admin: GETS }),

  resource('what readers know of the settings', (t) => `tenants/${t}/reader`, 'settings', {
    reader: GETS,
    admin: GETS,
  }),
  resource('saved searches', (t) => `tenants/${t}/searches`, 'search_1', {
    reader: READS,
    admin: READS,
  }),
  resource('alerts', (t) => `tenants/${t}/alerts`, 'alert_1', { reader: READS, admin: READS }),
  resource('notices of alerts', (t) => `tenants/${t}/alert_notices`, 'notice_1', {
    reader: READS,
    admin: READS,
  }),
  resource('secrets of alerts', (t) => `tenants/${t}/alert_secrets`, 'alert_1'),
  resource('what alerts counted', (t) => `tenants/${t}/alert_matches`, 'match_1'),
  resource('what alerts did last', (t) => `tenants/${t}/alert_states`, 'alert_1'),
  resource('what alerts wait for', (t) => `tenants/${t}/alert_absences`, 'alert_1'),

  resource('tenants', () => 'tenants', 'acme'),
  resource('API keys', () => 'api_keys', 'c0ffee'),
  resource('top-level dead letters', () => 'dead_letters', 'dead_1'),
  resource('top-level processed logs', () => 'processed_logs', 'log_1'),
  resource('an unknown top-level collection', () => 'secrets', 'acme'),
  resource('an unknown collection of a tenant', (t) => `tenants/${t}/settings`, 'quota'),
  resource('a document beside the reader settings', (t) => `tenants/${t}/reader`, 'other'),
  resource(
    'an unknown collection of a saved search',
    (t) => `tenants/${t}/searches/search_1/x`,
    'y',
  ),
  resource('top-level saved searches', () => 'searches', 'search_1'),
  resource('an unknown collection of a log', (t) => `${LOG(t)}/notes`, 'original'),
  resource('a collection under a restricted original', (t) => `${ORIGINAL(t)}/restricted`, 'more'),
  resource('a restricted collection elsewhere', (t) => `tenants/${t}/restricted`, 'original'),
  resource(
    'a restricted collection of a dead letter',
    (t) => `tenants/${t}/dead_letters/dead_1/restricted`,
    'original',
  ),
  resource('a tenant within a tenant', (t) => `tenants/x/tenants/${t}/processed_logs`, 'log_1'),

  group('tenants'),
  group('processed_logs'),
  group('restricted'),
  group('dead_letters'),
  group('reader'),
  group('searches'),
  group('alerts'),
  group('alert_notices'),
  group('alert_secrets'),
  group('alert_absences'),
];
