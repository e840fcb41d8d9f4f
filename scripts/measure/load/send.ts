import { setTimeout as sleep } from 'node:timers/promises';

import { z } from 'zod';

import type { Client } from './client.js';
import { type Ledger, LOG_STATE, type LogState } from './ledger.js';
import type { Plan, PlannedRequest } from './plan.js';
import type { Recorder } from './recorder.js';
import { runSchedule } from './schedule.js';

export interface SendOptions {
  plan: Plan;
  client: Client;
  recorder: Recorder;
  ledger: Ledger;
  requestsPerMinute: number;
  /** Maximum of unanswered requests; any due beyond it are not sent, and count as errors. */
  maxInFlight: number;
  /** How long to wait for answers after the last request. */
  graceMs: number;
  /** Ends the schedule early. */
  signal: AbortSignal;
}

export interface Sent {
  /** How long the schedule was, in seconds. */
  seconds: number;
  /** From the first request to the last answer. */
  answeredSeconds: number;
  /** Logs that the gateway rejected within a 202. */
  rejectedLogs: number;
}

/** The needed fields of the answer to a batch. */
const batchAnswerSchema = z.object({
  accepted: z.number(),
  rejected: z.array(z.object({ index: z.number() })),
});

const SECOND_MS = 1000;

/** Sends the plan on its schedule, and waits for the answers. */
export async function sendPlan(options: SendOptions): Promise<Sent> {
  const { plan, client, recorder, ledger, maxInFlight, graceMs, signal } = options;
  const open = new Set<Promise<void>>();
  let rejectedLogs = 0;

  const send = async (index: number, dueAt: number): Promise<void> => {
    const request = plan.request(index);
    recorder.sent(performance.now() - dueAt);
    for (const log of logsOf(request)) ledger.sent(log, performance.timeOrigin + dueAt);
    const isBatch = request.kind === 'batch';
    try {
      const { status, body } = await client.post(
        index,
        plan.headers(request),
        plan.body(request),
        isBatch,
      );
      recorder.answer(status, performance.now() - dueAt);
      const state = stateOf(status);
      for (const log of logsOf(request)) ledger.answered(log, state);
      if (isBatch && status === 202) rejectedLogs += takeBatchAnswer(ledger, request, body);
    } catch (error) {
      recorder.error(errorCode(error), performance.now() - dueAt);
    }
  };

  const intervalMs = 60_000 / options.requestsPerMinute;
  const start = performance.now();
  let second = 0;
  const clock = setInterval(() => recorder.tick(second++), SECOND_MS);
  try {
    const due = await runSchedule({ count: plan.requests, intervalMs, signal }, (index, dueAt) => {
      if (open.size >= maxInFlight) {
        recorder.notSent();
        return;
      }
      const sending = send(index, dueAt).finally(() => open.delete(sending));
      open.add(sending);
    });
    const answers = Promise.all(open).then(() => 'all');
    const inTime = await Promise.race([answers, sleep(graceMs, 'late', { ref: false })]);
    if (inTime === 'late') await client.destroy();
    await answers;
    return {
      seconds: (due * intervalMs) / SECOND_MS,
      answeredSeconds: (performance.now() - start) / SECOND_MS,
      rejectedLogs,
    };
  } finally {
    clearInterval(clock);
    if (recorder.hasOpenSecond()) recorder.tick(second);
    await client.destroy();
  }
}

function* logsOf({ firstLog, logs }: PlannedRequest): Generator<number> {
  for (let log = firstLog; log < firstLog + logs; log += 1) yield log;
}

function stateOf(status: number): LogState {
  if (status === 202) return LOG_STATE.accepted;
  return status < 500 ? LOG_STATE.refused : LOG_STATE.unknown;
}

/** Marks the logs that a 202 rejected, and returns how many. */
function takeBatchAnswer(ledger: Ledger, request: PlannedRequest, body: unknown): number {
  const answer = batchAnswerSchema.safeParse(body);
  if (!answer.success) {
    // A 202 that does not say which logs it accepted promises nothing about any.
    for (const log of logsOf(request)) ledger.answered(log, LOG_STATE.unknown);
    return request.logs;
  }
  const { rejected } = answer.data;
  for (const { index } of rejected) {
    if (index < request.logs) ledger.answered(request.firstLog + index, LOG_STATE.refused);
  }
  return rejected.length;
}

/** The system's or client's code, such as `ECONNRESET` or `UND_ERR_HEADERS_TIMEOUT`. */
function errorCode(error: unknown): string {
  if (error instanceof Error) {
    const { code, cause } = error as Error & { code?: unknown };
    if (typeof code === 'string') return code;
    if (cause !== undefined) return errorCode(cause);
    return error.name;
  }
  return 'unknown';
}
