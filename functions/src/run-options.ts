import type { IngressSetting } from 'firebase-functions/options';
import { defineBoolean, defineInt, defineString, select } from 'firebase-functions/params';

// As whom, how often and for whom each function runs, as parameters: a deployment sets all of it, so
// what somebody set by hand in the console would be lost with the next one.

/**
 * Instances of a function at most. Firebase's own default of 100 is over what a new project may
 * have: Cloud Run refuses more than its quota of processors allows, in some regions more than 10.
 * https://cloud.google.com/run/quotas
 */
export const MAX_INSTANCES = 10;

/** Of `recordDeadLetters`: what it heals a second is divided by them, and idle ones make it slow. */
export const RECORDER_INSTANCES = 4;

export const ingestRuns = {
  serviceAccount: defineString('INGEST_SERVICE_ACCOUNT', {
    default: 'log-ingest@',
    description: 'Account that ingest runs as; empty: the default compute account',
  }),
  minInstances: instances('INGEST_MIN_INSTANCES', 0),
  maxInstances: instances('INGEST_MAX_INSTANCES', MAX_INSTANCES),
  ingressSettings: ingress('INGEST_INGRESS'),
};

export const workerRuns = {
  serviceAccount: defineString('WORKER_SERVICE_ACCOUNT', {
    default: 'log-worker@',
    description: 'Account that processLogs runs as; empty: the default compute account',
  }),
  minInstances: instances('WORKER_MIN_INSTANCES', 0),
  maxInstances: instances('WORKER_MAX_INSTANCES', MAX_INSTANCES),
};

export const recorderRuns = {
  serviceAccount: defineString('RECORDER_SERVICE_ACCOUNT', {
    default: 'log-recorder@',
    description: 'Account that recordDeadLetters runs as; empty: the default compute account',
  }),
  maxInstances: instances('RECORDER_MAX_INSTANCES', RECORDER_INSTANCES),
};

/** What admins call. Replaying alone may publish and read the dead letters' retention. */
export const consoleRuns = {
  serviceAccount: defineString('CONSOLE_SERVICE_ACCOUNT', {
    default: 'log-console@',
    description: 'Account of what admins call, without replay; empty: the default compute account',
  }),
  maxInstances: instances('CONSOLE_MAX_INSTANCES', MAX_INSTANCES),
  ingressSettings: ingress('CONSOLE_INGRESS'),
  enforceAppCheck: flag(
    'CONSOLE_APP_CHECK',
    'Refuse calls of the console without an App Check token',
  ),
};

export const replayRuns = {
  ...consoleRuns,
  serviceAccount: defineString('REPLAY_SERVICE_ACCOUNT', {
    default: 'log-replay@',
    description: 'Account that replayDeadLetter runs as; empty: the default compute account',
  }),
};

function instances(name: string, otherwise: number) {
  return defineInt(name, { default: otherwise, description: 'Instances of a function' });
}

/** Read while this file is loaded, as {@link ingress} is: Firebase asks for its value there and then. */
function flag(name: string, description: string): boolean {
  defineBoolean(name, { default: false, description });
  const value = process.env[name] || 'false';
  if (value !== 'true' && value !== 'false')
    throw new Error(`${name} is ${value}: say true or false`);
  return value === 'true';
}

/**
 * The one setting for which Firebase takes no parameter, so it is read while a deployment loads this
 * file; `firebase` has read the same files by then.
 */
function ingress(name: string): IngressSetting {
  const words = ['ALLOW_ALL', 'ALLOW_INTERNAL_ONLY', 'ALLOW_INTERNAL_AND_GCLB'] as const;
  defineString(name, {
    default: words[0],
    input: select([...words]),
    description: 'From where a function can be called',
  });
  const value = process.env[name] || words[0];
  const found = words.find((word) => word === value);
  if (found === undefined) throw new Error(`${name} is ${value}: say one of ${words.join(', ')}`);
  return found;
}
