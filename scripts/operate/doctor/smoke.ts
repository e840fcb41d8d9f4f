import { randomUUID } from 'node:crypto';

import pWaitFor, { TimeoutError } from 'p-wait-for';

import { type DeployedFunction, idOf } from '../delivery-policy/deployed-functions.js';
import type { Finding } from './check.js';

/** A log is usually stored within a second; after a cold start or two, within several. */
const LONGEST_MS = 60_000;
const PAUSE_MS = 500;

/** Sends one log with a tenant's key, and waits until the gateway says that it is stored. */
export async function smoke(functions: readonly DeployedFunction[], key: string): Promise<Finding> {
  const name = 'smoke log';
  const wrong = (detail: string, fix: string) => ({ name, outcome: 'wrong', detail, fix }) as const;
  const url = functions.find((deployed) => idOf(deployed) === 'ingest')?.url;
  if (url === undefined) return wrong('ingest is not deployed', 'deploy it first');
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const logId = `smoke-${randomUUID()}`;
  const body = { log_id: logId, text: 'npm run doctor: 555-0199', severity: 'DEBUG' };
  const began = Date.now();
  const sent = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) }).catch(
    () => undefined,
  );
  if (sent === undefined) {
    return wrong(`ingest cannot be reached at ${url}`, 'is this machine online?');
  }
  if (sent.status !== 202) {
    const fix =
      sent.status === 403 && !sent.headers.get('content-type')?.includes('json')
        ? 'Cloud Run did not let the request through: see "callers"'
        : 'is it a live key of a tenant that is not suspended? `npm run tenant -- key list TENANT`';
    return wrong(`ingest answered ${sent.status}`, fix);
  }
  const isStored = async () => {
    const found = await fetch(`${url}/v1/logs/${logId}`, { headers }).catch(() => undefined);
    const { status } = (found?.ok ? await found.json() : {}) as { status?: string };
    return status === 'processed';
  };
  try {
    await pWaitFor(isStored, { interval: PAUSE_MS, timeout: LONGEST_MS });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    return wrong(
      `${logId} was accepted and is not stored after ${LONGEST_MS / 1000} s`,
      'look at `npm run status` and the logs of processLogs',
    );
  }
  return { name, outcome: 'right', detail: `${logId} stored after ${Date.now() - began} ms` };
}
