import { setTimeout as sleep } from 'node:timers/promises';

import type { PubSub } from '@google-cloud/pubsub';

import type { Plan, PlannedLog } from './plan.js';
import type { Answer } from './reconcile.js';

export interface Sending {
  /** By marker; all of them once {@link done} resolves. */
  answers: Map<string, Answer>;
  /** Requests sent again because the first was not answered 202. */
  retries(): number;
  sent(): number;
  done: Promise<void>;
}

/** How long a client tries before it gives up, and how long it waits between two tries. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 500;
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Sends a plan in its time, as clients would: what is not answered 202 is sent again under the
 * same id; what has no id is sent once. Poison goes straight to the topic.
 */
export function startSending(
  plan: Plan,
  to: { ingestUrl: () => string; pubsub: PubSub; topic: string },
): Sending {
  const answers = new Map<string, Answer>();
  let retries = 0;
  let sent = 0;

  const sendLog = async (log: PlannedLog): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const logId = await post(to.ingestUrl(), log);
      if (logId !== undefined) {
        answers.set(log.marker, { kind: 'accepted', logId });
        return;
      }
      if (log.logId === undefined || Date.now() > deadline) {
        if (!answers.has(log.marker)) answers.set(log.marker, { kind: 'unanswered' });
        return;
      }
      retries += 1;
      await sleep(PAUSE_MS);
    }
  };

  const byMarker = new Map(plan.logs.map((log) => [log.marker, log]));
  const actions = [
    ...plan.logs.map((log) => ({ at: log.at, act: () => sendLog(log) })),
    ...plan.again.flatMap(({ marker, at }) => {
      const log = byMarker.get(marker);
      return log === undefined ? [] : [{ at, act: () => sendLog(log) }];
    }),
    ...plan.poison.map(({ at, data }) => ({
      at,
      act: () => to.pubsub.topic(to.topic).publishMessage({ data }),
    })),
  ].toSorted((a, b) => a.at - b.at);

  const run = async () => {
    const start = Date.now();
    const running: Promise<unknown>[] = [];
    for (const { at, act } of actions) {
      const wait = start + at - Date.now();
      if (wait > 0) await sleep(wait);
      sent += 1;
      running.push(act());
    }
    await Promise.all(running);
  };
  return { answers, retries: () => retries, sent: () => sent, done: run() };
}

/** The id under which a log was accepted; `undefined` when nobody said that it was. */
async function post(url: string, log: PlannedLog): Promise<string | undefined> {
  const { tenant, logId, text, source } = log;
  const isJson = source === 'json_upload';
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': isJson ? 'application/json' : 'text/plain',
        'x-tenant-id': tenant,
        ...(logId !== undefined && { 'x-log-id': logId }),
      },
      body: isJson ? JSON.stringify({ text }) : text,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    const body = (await response.json()) as { log_id?: string };
    return response.status === 202 ? body.log_id : undefined;
  } catch {
    return undefined;
  }
}
