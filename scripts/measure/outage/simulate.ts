import { roundDelaySeconds } from '../../../functions/src/dead-letter/heal.js';
import { createPace } from '../../../functions/src/dead-letter/pace.js';
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
  /** Writes a second that its index takes. */
  ceiling: number;
}

export interface Scenario {
  tenants: readonly SimulatedTenant[];
  outageSeconds: number;
  /** Logs of one message. */
  logsPerMessage: number;
  healRounds: number;
  healWaitSeconds: number;
  /** Ends here at the latest, counted from the return. */
  mostSeconds: number;
}

/** One line of the curve: rates are means since the line before. */
export interface Point {
  /** From the return; negative while it is away. */
  second: number;
  storedPerSecond: number;
  healedPerSecond: number;
  /** Logs whose deliveries are not over. */
  inDelivery: number;
  /** Logs that wait at the recorder. */
  letters: number;
  /** Share of the logs that arrived since then and are stored at their first delivery, of all tenants below their ceiling. */
  freshAtOnce: number;
}

export interface TenantOutcome {
  name: string;
  /** From the return until nothing of it waits; `undefined`: it did not come to that. */
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

/** A worker that gets no answer gives up after this; its default. */
const STORE_TIMEOUT_SECONDS = 20;
const EVERY_SECONDS = 60;

/**
 * What a message goes through, second by second: deliveries, the dead-letter topic, the recorder with
 * its real pace and its real waits, and the deliveries after that. A tenant's ceiling refuses what is above it.
 */
export function simulateOutage(scenario: Scenario, random: Random): Outcome {
  const { tenants, outageSeconds, logsPerMessage, healRounds, mostSeconds } = scenario;
  const paces = Array.from({ length: RECORDER_INSTANCES }, () => createPace(RECORDER_INSTANCES));
  const toWorker = new Map<number, Message[]>();
  const toRecorder = new Map<number, Message[]>();
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
    const room = tenants.map(({ ceiling }) => ceiling);
    for (const message of shuffled(take(toWorker, second), random)) {
      const { tenant } = message;
      const isBelow = (tenants[tenant]?.logsPerSecond ?? 0) <= (tenants[tenant]?.ceiling ?? 0);
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
    for (const letter of shuffled(take(toRecorder, second), random)) {
      const { tenant, round, diedAt } = letter;
      if (!isAway && round >= healRounds) {
        letters -= 1;
        waiting[tenant] = (waiting[tenant] ?? 0) - 1;
        stay[tenant] = (stay[tenant] ?? 0) + 1;
        continue;
      }
      const isDue = second >= diedAt + roundDelaySeconds(round + 1, scenario.healWaitSeconds);
      const pace = paces[random.int(0, RECORDER_INSTANCES - 1)];
      const wait =
        isAway || !isDue
          ? undefined
          : pace?.reserve(tenants[tenant]?.name, logsPerMessage, second * 1000);
      if (wait === undefined) {
        letter.waits += 1;
        at(toRecorder, second + backoff(RECORDER_BACKOFF_SECONDS, letter.waits)).push(letter);
        continue;
      }
      counts.healed += 1;
      letters -= 1;
      inDelivery += 1;
      at(toWorker, second + 1 + Math.round(wait / 1000)).push({ ...letter, round: round + 1 });
    }
  }

  /** Home is who has no more waiting than what arrived in the last seconds. */
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

/** Pub/Sub keeps no order. */
function shuffled(messages: Message[], random: Random): Message[] {
  return messages
    .map((message) => ({ message, place: random.int(0, 2 ** 30) }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ message }) => message);
}
