import { PubSub } from '@google-cloud/pubsub';

import { startStandIn } from '../../../harness/google/stand-in/start.js';
import { requiredEnv } from '../../../harness/support/env.js';
import { startBareEmulators } from '../../local-stack/bare-emulators.js';
import { BENCH_TENANTS, storeTenants } from './tenants.js';
import { usageOf } from './usage.js';

/** The stand-in for Pub/Sub and Firestore while functions are measured. */
export const GOOGLES = ['stand-in', 'emulators'] as const;
export type GoogleName = (typeof GOOGLES)[number];

export interface Google {
  name: GoogleName;
  /** What a suite's figures cover, for its title. */
  description: string;
  /** For our functions, which speak REST. */
  ours: Record<string, string>;
  /** For bare ones, whose clients speak gRPC. */
  bare: Record<string, string>;
  /** CPU time used so far, in seconds; NaN if unknown. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** Everything measured is in this project, and nothing in a real one. */
const PROJECT = 'demo-bench';
export const TOPIC = 'bench';

export function startGoogle(name: GoogleName): Promise<Google> {
  return name === 'stand-in' ? standIn() : emulators();
}

/** Accepts all and does nothing: what remains is the cost of a function, whatever else the machine runs. */
async function standIn(): Promise<Google> {
  const standing = await startStandIn(BENCH_TENANTS);
  return {
    name: 'stand-in',
    description: 'against a stand-in for Google that costs next to nothing',
    ours: common(standing.rest),
    bare: common(standing.grpc),
    cpuSeconds: () => usageOf(standing.pid).cpuSeconds,
    stop: () => standing.stop(),
  };
}

/** They store and index on the same cores: they are part of every figure except the CPU time. */
async function emulators(): Promise<Google> {
  const origin = await startBareEmulators();
  const pubsub = new PubSub({ projectId: PROJECT });
  for (const name of [TOPIC, `${TOPIC}-dlq`, `${TOPIC}-alerts`]) await pubsub.createTopic(name);
  await pubsub.close();
  await storeTenants(PROJECT);
  const env = {
    ...common(requiredEnv('PUBSUB_EMULATOR_HOST')),
    FIRESTORE_EMULATOR_HOST: requiredEnv('FIRESTORE_EMULATOR_HOST'),
  };
  return {
    name: 'emulators',
    description: `against ${origin}, on the same cores`,
    ours: env,
    bare: env,
    cpuSeconds: () => NaN,
    stop: () => Promise.resolve(),
  };
}

function common(host: string): Record<string, string> {
  return {
    GCLOUD_PROJECT: PROJECT,
    PUBSUB_EMULATOR_HOST: host,
    FIRESTORE_EMULATOR_HOST: host,
    METADATA_SERVER_DETECTION: 'none',
    PUBSUB_TOPIC: TOPIC,
    PUBSUB_DEAD_LETTER_TOPIC: `${TOPIC}-dlq`,
    PUBSUB_ALERTS_TOPIC: `${TOPIC}-alerts`,
    INGEST_AUTH: 'open',
    // Quotas are counted as usual, and never used up.
    QUOTA_REQUESTS_PER_MINUTE: String(1e9),
    QUOTA_BYTES_PER_MINUTE: String(1e13),
    QUOTA_LOGS_PER_MINUTE: String(1e9),
    // As an operator would set it under such a load.
    LOG_LEVEL: 'WARNING',
  };
}
