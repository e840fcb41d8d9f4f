import { roundDelaySeconds } from '../../../functions/src/dead-letter/heal.js';
import { createPace, type Pace } from '../../../functions/src/dead-letter/pace.js';
import {
  BACKOFF_SECONDS,
  MAX_DELIVERY_ATTEMPTS,
  RECORDER_INSTANCES,
  RECORDER_BACKOFF_SECONDS,
} from '../../../functions/src/limits.js';
import type { Random } from '../../../harness/support/random.js';

export interface SimulatedTenant {
  name: string;
  logsPerSecond: number;
  shards: number;
}

export interface Scenario {
  tenants: readonly SimulatedTenant[];
  outageSeconds: number;
  /** Logs of one message. */
  logsPerMessage: number;
  healRounds: number;
  healWaitSeconds: number;
  /** Latest end, counted from recovery. */
  mostSeconds: number;
}

/** One line of the curve: rates are means since the line before. */
export interface Point {
  /** Time since recovery; negative during the outage. */
  second: number;
  storedPerSecond: number;
  healedPerSecond: number;
  /** Logs that are still being delivered. */
  inDelivery: number;
  /** Logs that wait at the recorder. */
  letters: number;
  /** Share of the logs that arrived since then and are stored at their first delivery, of all tenants below their ceiling. */
  freshAtOnce: number;
}

export interface TenantOutcome {
  name: string;
  /** From recovery until none of its logs wait; `undefined`: that was not reached. */
  homeAfterSeconds: number | undefined;
  /** Logs that wait for a person. */
  stay: number;
}

export interface Outcome {
  curve: Point[];
  tenants: TenantOutcome[];
}

interface Message {
  tenant: number;
  /** Deliveries that failed in this round. */
  failures: number;
  round: number;
  diedAt: number;
  /** Deliveries to the recorder. */
  waits: number;
  arrivedAt: number;
}

interface Recorder {
  pace: Pace;
  /** When its calls in progress end. */
  busyUntil: number[];
  /** CPU time used in this second, in seconds. */
  worked: number;
}

/** A worker that gets no answer gives up after this; its default. */
const STORE_TIMEOUT_SECONDS = 20;
const EVERY_SECONDS = 60;

/** Writes a second that one shard's index can take. */
const CEILING_PER_SHARD = 500;

/** Concurrent calls per instance, as on Cloud Run. Messages that find none free stay in Pub/Sub. */
const CONCURRENCY = 80;

/** CPU time of a call that sends back, and of one that only refuses: some 1,000 of these a second. */
const PROCESSOR_SECONDS = { healed: 0.004, refused: 0.001 };

/** Duration of a call that sends back, apart from its wait: two writes and a publish. */
const CALL_SECONDS = 0.1;

/**
 * What a message goes through, second by second: deliveries, the dead-letter topic, the recorder with
 * its real pace and its real waits, and the deliveries after that. A tenant's ceiling refuses what is above it.
 */
export function simulateOutage(scenario: Scenario, random: Random): Outcome {
  const { tenants, outageSeconds, logsPerMessage, healRounds, mostSeconds } = scenario;
  const recorders = Array.from({ length: RECORDER_INSTANCES }, (): Recorder => ({
    pace: createPace(RECORDER_INSTANCES),
    busyUntil: [],
    worked: 0,
  }));
  const toWorker = new Map<number, Message[]>();
  const toRecorder = new Map<number, Message[]>();
  /** Letters that Pub/Sub would deliver to the recorder once an instance has room. */
  const due = new Queue<Message>();
  const owed = tenants.map(() => 0);
  const waiting = tenants.map(() => 0);
  const stay = tenants.map(() => 0);
  const homeAt: (number | undefined)[] = tenants.map(() => undefined);
  const curve: Point[] = [];
  let counts = { stored: 0, healed: 0, fresh: 0, atOnce: 0 };
  let letters = 0;
  let inDelivery = 0;

  for (let second = -outageSeconds; second <= mostSeconds; second += 1) {
    const isAway = second < 0;
    for (const [tenant, { logsPerSecond }] of tenants.entries()) {
      owed[tenant] = (owed[tenant] ?? 0) + logsPerSecond / logsPerMessage;
      for (; (owed[tenant] ?? 0) >= 1; owed[tenant] = (owed[tenant] ?? 0) - 1) {
        const fresh = { failures: 0, round: 0, diedAt: 0, waits: 0, arrivedAt: second };
        at(toWorker, second).push({ tenant, ...fresh });
        inDelivery += 1;
        waiting[tenant] = (waiting[tenant] ?? 0) + 1;
      }
    }
    deliverToWorkers(second, isAway);
    deliverToRecorder(second, isAway);
    if (!isAway) noteWhoIsHome(second);
    if (second % EVERY_SECONDS === 0 && second > -outageSeconds) curve.push(point(second));
    if (!isAway && homeAt.every((home) => home !== undefined) && second % EVERY_SECONDS === 0)
      break;
  }
  return {
    curve,
    tenants: tenants.map(({ name }, tenant) => ({
      name,
      homeAfterSeconds: homeAt[tenant],
      stay: (stay[tenant] ?? 0) * logsPerMessage,
    })),
  };

  function deliverToWorkers(second: number, isAway: boolean): void {
    const room = tenants.map(({ shards }) => shards * CEILING_PER_SHARD);
    for (const message of shuffled(take(toWorker, second), random)) {
      const { tenant } = message;
      const { logsPerSecond = 0, shards = 1 } = tenants[tenant] ?? {};
      const isBelow = logsPerSecond <= shards * CEILING_PER_SHARD;
      const isFresh = message.arrivedAt === second && isBelow;
      if (isFresh) counts.fresh += 1;
      if (!isAway && (room[tenant] ?? 0) >= logsPerMessage) {
        room[tenant] = (room[tenant] ?? 0) - logsPerMessage;
        counts.stored += 1;
        if (isFresh) counts.atOnce += 1;
        inDelivery -= 1;
        waiting[tenant] = (waiting[tenant] ?? 0) - 1;
        continue;
      }
      message.failures += 1;
      const answered = second + STORE_TIMEOUT_SECONDS;
      if (message.failures < MAX_DELIVERY_ATTEMPTS) {
        at(toWorker, answered + backoff(BACKOFF_SECONDS, message.failures)).push(message);
      } else {
        inDelivery -= 1;
        letters += 1;
        at(toRecorder, answered).push({ ...message, failures: 0, diedAt: answered, waits: 0 });
      }
    }
  }

  function deliverToRecorder(second: number, isAway: boolean): void {
    due.push(shuffled(take(toRecorder, second), random));
    for (const recorder of recorders) recorder.worked = 0;
    let isRoom = true;
    while (isRoom && due.length > 0) isRoom = deliver(second, isAway);
  }

  /** Delivers the letter that has waited longest; false if no instance has room for it. */
  function deliver(second: number, isAway: boolean): boolean {
    const letter = due.peek();
    const { tenant, round, diedAt } = letter;
    if (!isAway && round >= healRounds) {
      due.shift();
      letters -= 1;
      waiting[tenant] = (waiting[tenant] ?? 0) - 1;
      stay[tenant] = (stay[tenant] ?? 0) + 1;
      return true;
    }
    const recorder = recorders
      .filter((one) => hasRoom(one, second))
      .toSorted((a, b) => a.worked - b.worked)[0];
    if (recorder === undefined) return false;
    const now = second + recorder.worked;
    due.shift();
    const isDue = second >= diedAt + roundDelaySeconds(round + 1, scenario.healWaitSeconds);
    const { name, shards = 1 } = tenants[tenant] ?? {};
    const asking = { tenantId: name, shards, logs: logsPerMessage };
    const wait = isAway || !isDue ? undefined : recorder.pace.reserve(asking, now * 1000);
    if (wait === undefined) {
      if (!isAway) recorder.worked += PROCESSOR_SECONDS.refused;
      letter.waits += 1;
      at(toRecorder, second + backoff(RECORDER_BACKOFF_SECONDS, letter.waits)).push(letter);
      return true;
    }
    recorder.worked += PROCESSOR_SECONDS.healed;
    recorder.busyUntil.push(now + CALL_SECONDS + wait / 1000);
    counts.healed += 1;
    letters -= 1;
    inDelivery += 1;
    at(toWorker, second + 1 + Math.round(wait / 1000)).push({ ...letter, round: round + 1 });
    return true;
  }

  /** A tenant has recovered if no more waits than arrived in the last seconds. */
  function noteWhoIsHome(second: number): void {
    for (const [tenant, { logsPerSecond }] of tenants.entries()) {
      const isHome = (waiting[tenant] ?? 0) * logsPerMessage <= 2 * logsPerSecond;
      if (!isHome) homeAt[tenant] = undefined;
      else homeAt[tenant] ??= second;
    }
  }

  function point(second: number): Point {
    const { stored, healed, fresh, atOnce } = counts;
    counts = { stored: 0, healed: 0, fresh: 0, atOnce: 0 };
    return {
      second,
      storedPerSecond: (stored * logsPerMessage) / EVERY_SECONDS,
      healedPerSecond: (healed * logsPerMessage) / EVERY_SECONDS,
      inDelivery: inDelivery * logsPerMessage,
      letters: letters * logsPerMessage,
      freshAtOnce: fresh === 0 ? 1 : atOnce / fresh,
    };
  }
}

/** First in, first out; an array's `shift` would move everything behind it. */
class Queue<T> {
  private items: T[] = [];
  private first = 0;

  get length(): number {
    return this.items.length - this.first;
  }
  push(added: readonly T[]): void {
    for (const item of added) this.items.push(item);
  }
  /** The first of those that there are. */
  peek(): T {
    return this.items[this.first] as T;
  }
  shift(): void {
    this.first += 1;
    if (this.first < 10_000) return;
    this.items = this.items.slice(this.first);
    this.first = 0;
  }
}

function backoff({ min, max }: { min: number; max: number }, failures: number): number {
  return Math.min(max, min * 2 ** (failures - 1));
}

function at(queue: Map<number, Message[]>, second: number): Message[] {
  const found = queue.get(second) ?? [];
  queue.set(second, found);
  return found;
}

function take(queue: Map<number, Message[]>, second: number): Message[] {
  const found = queue.get(second) ?? [];
  queue.delete(second);
  return found;
}

function hasRoom(recorder: Recorder, second: number): boolean {
  const now = second + recorder.worked;
  if (recorder.busyUntil.some((until) => until <= now)) {
    recorder.busyUntil = recorder.busyUntil.filter((until) => until > now);
  }
  return recorder.worked < 1 && recorder.busyUntil.length < CONCURRENCY;
}

/** Pub/Sub keeps no order. */
function shuffled(messages: Message[], random: Random): Message[] {
  return messages
    .map((message) => ({ message, place: random.int(0, 2 ** 30) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ message }) => message);
}
