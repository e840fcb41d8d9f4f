/**
 * List prices in US dollars, before taxes and discounts: the one place for every figure of the
 * cost model. Google's price tables are filled in by scripts, so stored copies of its pages
 * hold only some of the figures; `seen` names the basis of each.
 */
export interface Price {
  /** Dollars for `per` of `unit`. */
  usd: number;
  per: number;
  unit: string;
  /** Of `unit`, free each month; a daily allowance is counted 365 / 12 times. */
  freePerMonth: number;
  source: string;
  read: string;
  seen: Evidence;
}

/**
 * `page`: in a stored copy of the source itself. `others`: not in the copy, but the same in several
 * publications of others that name the source, the newest of 2026. `memory`: not confirmed.
 */
export type Evidence = 'page' | 'others' | 'memory';

const READ = '2026-11-24';
const DAYS = 365 / 12;
const TIB = 1024;

const RUN = 'https://cloud.google.com/run/pricing';
const PUBSUB = 'https://cloud.google.com/pubsub/pricing';
const FIRESTORE = 'https://cloud.google.com/firestore/pricing';

const price = (
  usd: number,
  per: number,
  unit: string,
  from: { source: string; seen: Evidence; free?: number },
): Price => ({
  usd,
  per,
  unit,
  freePerMonth: from.free ?? 0,
  source: from.source,
  read: READ,
  seen: from.seen,
});

/** Cloud Run with request-based billing, which is what functions get. */
const runTier = (cpu: number, memory: number, seen: Evidence) => ({
  cpu: price(cpu, 1, 'vCPU-s', { source: RUN, seen, free: 180_000 }),
  memory: price(memory, 1, 'GiB-s', { source: RUN, seen, free: 360_000 }),
  requests: price(0.4, 1e6, 'requests', { source: RUN, seen: 'others', free: 2_000_000 }),
});

const TIER_1 = runTier(0.000024, 0.0000025, 'others');
const TIER_2 = runTier(0.0000336, 0.0000035, 'memory');

/** By region of the functions. That a region is of tier 1 or 2 is from memory, but us-central1. */
export const CLOUD_RUN: Readonly<Record<string, typeof TIER_1>> = {
  'us-central1': TIER_1,
  'us-east1': TIER_1,
  'us-west1': TIER_1,
  'europe-west1': TIER_1,
  'europe-west4': TIER_1,
  'europe-west3': TIER_2,
};

const firestoreLocation = (
  { reads, writes, deletes, storage }: Record<'reads' | 'writes' | 'deletes' | 'storage', number>,
  seen: Evidence,
) => ({
  reads: price(reads, 1e5, 'reads', { source: FIRESTORE, seen, free: 50_000 * DAYS }),
  writes: price(writes, 1e5, 'writes', { source: FIRESTORE, seen, free: 20_000 * DAYS }),
  /** By TTL: at the price of a delete, and without its free quota, which the page says. */
  deletes: price(deletes, 1e5, 'deletes', { source: FIRESTORE, seen }),
  storage: price(storage, 1, 'GiB-month', { source: FIRESTORE, seen, free: 1 }),
});

/** By location of the database: nam5 and eur3 are multi-regions. Standard edition. */
export const FIRESTORE_LOCATIONS: Readonly<Record<string, ReturnType<typeof firestoreLocation>>> = {
  nam5: firestoreLocation({ reads: 0.06, writes: 0.18, deletes: 0.02, storage: 0.18 }, 'others'),
  eur3: firestoreLocation({ reads: 0.06, writes: 0.18, deletes: 0.02, storage: 0.18 }, 'memory'),
  'us-central1': firestoreLocation(
    { reads: 0.03, writes: 0.09, deletes: 0.01, storage: 0.15 },
    'others',
  ),
};

/** Message Delivery Basic, the same in all regions: publishing and each delivery. */
export const PUBSUB_THROUGHPUT = price(40 / TIB, 1, 'GiB', {
  source: PUBSUB,
  seen: 'page',
  free: 10,
});

/** Messages that a subscription keeps unacknowledged for longer than a day. */
export const PUBSUB_STORAGE = price(0.27, 1, 'GiB-month', { source: PUBSUB, seen: 'page' });

/** From Cloud Run to the internet, North America; elsewhere it can cost twice as much. */
export const EGRESS = price(0.12, 1, 'GiB', {
  source: 'https://cloud.google.com/vpc/network-pricing',
  seen: 'others',
  free: 1,
});

/** Log entries kept for 30 days. */
export const CLOUD_LOGGING = price(0.5, 1, 'GiB', {
  source: 'https://cloud.google.com/stackdriver/pricing',
  seen: 'others',
  free: 50,
});
