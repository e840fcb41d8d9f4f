import { LRUCache } from 'lru-cache';

import type { AlertCondition } from '../contract/alert.js';
import type { AlertMatch, MatchMessage } from '../contract/alert-messages.js';
import type { Origin } from '../contract/origin.js';
import { parseTimestamp } from '../contract/timestamp.js';
import { joinRuns } from '../lib/join-runs.js';
import { DIRECTORY_TTL_MS, MAX_COUNT_ROUNDS, MAX_REMEMBERED } from '../limits.js';
import { logEvent } from '../telemetry/log.js';
import { createFindFiring, type Rest } from './find-firing.js';
import { judgeCount } from './judge.js';
import { type PublishNotice, sendNotice } from './send.js';
import type { AlertAddress, AlertState, AlertStore, Firing, MatchedBatch } from './store.js';

/** The logs of one message that match one alert, and the message that they came in. */
interface Item extends MatchedBatch {
  alert: AlertAddress;
  condition: AlertCondition;
  origin: Origin;
}

export interface CountDeps {
  store: AlertStore;
  publish: PublishNotice;
  now: () => number;
}

/**
 * Counts logs that match alerts, and makes a notice once there are enough. Each message's count is
 * a document of its own, so that instances do not wait for one another; the notice itself is made
 * in a transaction. Rejects if anything is not counted or not published yet: the message is
 * redelivered, and changes nothing that is stored already.
 */
export function createCount({ store, publish, now }: CountDeps) {
  const findFiring = createFindFiring(store);
  /** From when on logs matter, remembered for a while. */
  const rests = new LRUCache<string, { rest: Rest; until: number }>({ max: MAX_REMEMBERED });

  const countOf = joinRuns<Item>(async (key, items) => {
    const [first] = items;
    if (first !== undefined) await countAll(key, first, items);
  });

  return async (message: MatchMessage, origin: Origin): Promise<void> => {
    const items = message.matches.map((match) => toItem(message, match, origin));
    const counted = await Promise.allSettled(
      items.map((item) => countOf(`${item.alert.tenantId}/${item.alert.alertId}`, item)),
    );
    const failed = counted.find((outcome) => outcome.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
  };

  /** Counts everything that arrived for one alert while the previous run was under way. */
  async function countAll(key: string, first: Item, items: readonly Item[]): Promise<void> {
    const { alert, origin } = first;
    let { condition } = items.at(-1) ?? first;
    let rest: Rest | undefined;
    // The alert may change while it is evaluated.
    for (let round = 0; round < MAX_COUNT_ROUNDS; round += 1) {
      if (condition.kind === 'none') {
        return store.markSeen(alert, Math.max(...items.map(({ receivedAt }) => receivedAt)));
      }
      rest ??= await restOf(key, alert, items);
      const wanted = await findFiring(alert, condition, items, rest);
      if (wanted === undefined) return;
      const judged = condition;
      const fired = await store.fire(alert, (known) => judgeCount(known, judged, wanted));
      switch (fired.kind) {
        case 'fired':
          report(alert, fired.state, wanted, origin);
          return send(key, alert, fired.state, origin);
        case 'resend':
          return send(key, alert, fired.state, origin);
        case 'changed':
          ({ condition } = fired);
          break;
        case 'quiet':
          rest = { quietUntil: fired.until, countedTo: fired.countedTo };
          if (fired.isSent) remember(key, rest);
          break;
        case 'gone':
        case 'early':
          remember(key, { quietUntil: Infinity, countedTo: Infinity });
          return;
      }
    }
    throw new Error('the alert is being changed all the time');
  }

  /** Which logs still matter to an alert. One read a minute. */
  async function restOf(key: string, alert: AlertAddress, items: readonly Item[]): Promise<Rest> {
    const known = rests.get(key);
    if (known !== undefined && now() < known.until) return known.rest;
    const state = await store.readState(alert);
    if (state === undefined || state.isSent) {
      const { quietUntil, countedTo } = state ?? { quietUntil: 0, countedTo: 0 };
      return remember(key, { quietUntil, countedTo });
    }
    // If the delivery that made the notice crashed before publishing it, it comes again.
    const { firedBy } = state;
    if (items.some(({ batch }) => firedBy.includes(batch))) {
      await send(key, alert, state, items[0]?.origin);
    }
    return state;
  }

  function remember(key: string, rest: Rest): Rest {
    rests.set(key, { rest, until: now() + DIRECTORY_TTL_MS });
    return rest;
  }

  async function send(key: string, alert: AlertAddress, state: AlertState, origin?: Origin) {
    const { noticeId, targets } = state;
    await sendNotice(publish, { tenantId: alert.tenantId, noticeId, targets }, origin);
    await store.markSent(alert, noticeId);
    remember(key, state);
  }

  function report(alert: AlertAddress, { noticeId }: AlertState, firing: Firing, origin: Origin) {
    logEvent(
      'alert_fired',
      {
        tenant_id: alert.tenantId,
        alert_id: alert.alertId,
        notice_id: noticeId,
        matches: firing.count,
        delay_ms: Math.max(0, now() - firing.to),
      },
      origin,
    );
  }
}

function toItem(
  { tenant_id: tenantId, batch, received_at }: MatchMessage,
  { alert_id: alertId, condition, logs, lines }: AlertMatch,
  origin: Origin,
): Item {
  return {
    alert: { tenantId, alertId },
    condition,
    batch,
    receivedAt: Date.parse(received_at),
    logs,
    lines: lines.map((line) => ({ ...line, time: parseTimestamp(line.time) })),
    origin,
  };
}
