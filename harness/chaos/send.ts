import { setTimeout as sleep } from 'node:timers/promises';

import type { PubSub } from '@google-cloud/pubsub';

import type { Plan, PlannedLog } from './plan.js';
import type { Answer } from './reconcile.js';

/** One request. */
export interface Try {
  /** Milliseconds since 1970. */
  begun: number;
  ended: number;
  /** `undefined`: no answer. */
  status: number | undefined;
}

export interface Sending {
  /** Every request of a log so far. */
  tries: readonly Try[];
  /** By marker; all of them once {@link done} resolves. */
  answers: Map<string, Answer>;
  /** Requests sent again because the first was not answered 202. */
  retries(): number;
  sent(): number;
  done: Promise<void>;
}

/** How long a client tries before it gives up. */
const PATIENCE_MS = 120_000;

/**
 * Wait between two tries, doubled after each: if everything waiting retried twice a second, a busy
 * machine would have no time for anything else.
 */
const PAUSE_MS = { first: 500, longest: 8_000 };
const REQUEST_TIMEOUT_MS = 15_000;

/**
 * Sends a plan on schedule, as clients would: logs not answered 202 are sent again under the
 * same id; logs without an id are sent once. Poison goes straight to the topic.
 */
export function startSending(
  plan: Plan,
  to: { ingestUrl: () => string; pubsub: PubSub; topic: string; patienceMs?: number },
): Sending {
  const answers = new Map<string, Answer>();
  const tries: Try[] = [];
  let retries = 0;
  let sent = 0;

  const sendLog = async (log: PlannedLog): Promise<void> => {
    const deadline = Date.now() + (to.patienceMs ?? PATIENCE_MS);
    let pause = PAUSE_MS.first;
    for (;;) {
      const begun = Date.now();
      const { status, logId } = await post(to.ingestUrl(), log);
      tries.push({ begun, ended: Date.now(), status });
      if (logId !== undefined) {
        answers.set(log.marker, { kind: 'accepted', logId });
        return;
      }
      if (log.logId === undefined || Date.now() > deadline) {
        if (!answers.has(log.marker)) answers.set(log.marker, { kind: 'unanswered' });
        return;
      }
      retries += 1;
      await sleep(pause);
      pause = Math.min(2 * pause, PAUSE_MS.longest);
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
  return { answers, tries, retries: () => retries, sent: () => sent, done: run() };
}

/** The answer's status, and the id of the log if it was accepted. */
async function post(
  url: string,
  log: PlannedLog,
): Promise<{ status: number | undefined; logId?: string | undefined }> {
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
    const { status } = response;
    return status === 202 ? { status, logId: body.log_id } : { status };
  } catch {
    return { status: undefined };
  }
}
