import { isIP } from 'node:net';

import { InvalidArgumentError } from 'commander';

import { isWellFormedKey } from '../../../functions/src/contract/api-key.js';
import { MAX_SHARDS } from '../../../functions/src/limits.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { wholeNumberFrom } from '../../terminal/number.js';
import { type Kind, KINDS, type Sender } from './plan.js';

/** Options as commander passes them. */
export interface LoadOptions {
  url?: URL;
  iOwnThis: boolean;
  rpm: number;
  duration: number;
  key: string[];
  tenants?: number;
  shards: number;
  mix: Kind[];
  batchSize: number;
  connections: number;
  maxInFlight: number;
  timeout: number;
  verify: boolean;
  drainTimeout: number;
  project?: string;
  ingestInstances: number;
  workers: number;
  pushers: number;
  seed: number;
  json?: string;
  html?: string;
}

const DEFAULT_TENANTS = 5;
const MAX_TENANTS = 1_000;

export const wholeNumberOr0 = wholeNumberFrom({ least: 0 });

export function parseMix(value: string): Kind[] {
  const kinds = value.split(',').map((kind) => kind.trim());
  const wrong = kinds.find((kind) => !(KINDS as readonly string[]).includes(kind));
  if (wrong === undefined) return kinds as Kind[];
  throw new InvalidArgumentError(
    `must be one or more of ${KINDS.join(', ')}, separated by commas; "${wrong}" is not one of them.`,
  );
}

export function parseUrl(value: string): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new InvalidArgumentError('must be an http:// or https:// address.');
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('must not contain credentials: use --key.');
  }
  return url;
}

/** Collects repeated keys. Keys from the environment appear in no process list. */
export function collectKeys(value: string, before: string[]): string[] {
  const keys = value.split(',').map((key) => key.trim());
  if (!keys.every(isWellFormedKey)) {
    throw new InvalidArgumentError(
      'is not an API key of this gateway. `npm run tenant -- key create TENANT` creates one.',
    );
  }
  return [...before, ...keys];
}

/** Checks options against one another. Throws with what to change. */
export function checkOptions(options: LoadOptions): void {
  const { url, iOwnThis, key, tenants, shards, verify, project, rpm, duration } = options;
  if (url !== undefined && !isLoopback(url.hostname) && !iOwnThis) {
    throw new OperatorError(
      `${url.host} is not this machine. A load test of a host that is not yours is an attack: where it is yours, add --i-own-this. What it stores and costs is then yours too.`,
    );
  }
  if (url === undefined && key.length > 0) {
    throw new OperatorError('--key needs --url: the local stack is open to all.');
  }
  if (url === undefined && project !== undefined) {
    throw new OperatorError('--project needs --url: the local stack has a project of its own.');
  }
  if (project !== undefined && !verify) {
    throw new OperatorError('--project says where --verify reads: add --verify, or leave it away.');
  }
  if (url !== undefined && !isLoopback(url.hostname) && verify && project === undefined) {
    throw new OperatorError(
      '--verify reads what is stored: name the project of that address with --project.',
    );
  }
  if (verify && options.workers === 0) {
    throw new OperatorError('--workers 0 stores nothing, and leaves --verify nothing to read.');
  }
  if (key.length > 0 && tenants !== undefined && tenants !== key.length) {
    throw new OperatorError(
      `A key belongs to one tenant: give ${tenants} keys (--key once for each), or leave --tenants away.`,
    );
  }
  if (shards > 1 && (url !== undefined || !verify)) {
    throw new OperatorError(
      '--shards sets up tenants of the local stack, and shows with --verify how their logs are spread: add --verify, and leave --url away.',
    );
  }
  if (shards > MAX_SHARDS) throw new OperatorError(`--shards must be at most ${MAX_SHARDS}.`);
  if (tenants !== undefined && tenants > MAX_TENANTS) {
    throw new OperatorError(`--tenants must be at most ${MAX_TENANTS}.`);
  }
  if ((rpm * duration) / 60 < 1) {
    throw new OperatorError(
      `At ${rpm} requests a minute none is due within ${duration} s: raise --rpm or --duration.`,
    );
  }
}

/** A sender per key, or per requested tenant, named after the run. */
export function sendersOf({ key, tenants }: LoadOptions, run: string): Sender[] {
  if (key.length > 0) return key.map((one) => ({ key: one }));
  return Array.from({ length: tenants ?? DEFAULT_TENANTS }, (_, i) => ({
    tenantId: `load-${run}-${i + 1}`,
  }));
}

/** This machine, whatever a name server says: only `localhost` is trusted by name (RFC 6761). */
export function isLoopback(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  if (isIP(address) === 4) return address.startsWith('127.');
  return address === '::1' || address === 'localhost' || address.endsWith('.localhost');
}
