import { isDeepStrictEqual } from 'node:util';

import { readJson } from '../lib/json.js';
import { encodeMessage, type Log, type Source } from '../contract/log-message.js';
import { utf8Bytes } from '../contract/text.js';
import { MAX_LOGS_PER_MESSAGE, MAX_PACKED_BYTES, PACKED_MESSAGE_BYTES } from '../limits.js';
import type { Origin } from '../contract/origin.js';
import { Problem } from './http/problem.js';
import { createSpreadTimes } from './spread-times.js';

/** A message on its way to Pub/Sub. */
export interface OutgoingMessage {
  tenantId: string;
  /** See the contract's `encodeMessage`. */
  data: Buffer;
  origin: Origin;
}

/** One tenant's logs of a request. */
interface Pile {
  logs: string[];
  bytes: number;
  /** Of the messages that are full. */
  total: number;
  /** Of all its messages. */
  count: number;
}

/** What a tenant's logs are and take in messages. */
export interface PackedSize {
  bytes: number;
  logs: number;
}

/** The commas, brackets and envelope around the logs. */
const ENVELOPE_BYTES = 512;

/**
 * Packs a request's logs into as few messages as the limits allow, one tenant a message, and gives
 * each the `time` by which readers sort it: see {@link createSpreadTimes}. A log is serialised when
 * it comes and not again.
 */
export function createPacker(source: Source, receivedAt: string, origin: Origin) {
  const piles = new Map<string, Pile>();
  const messages: OutgoingMessage[] = [];
  const seen = new Map<string, string>();
  const timeOf = createSpreadTimes();
  let packed = 0;

  const close = (tenantId: string, pile: Pile) => {
    const head = { tenant_id: tenantId, source, received_at: receivedAt };
    messages.push({ tenantId, data: encodeMessage(head, pile.logs), origin });
    pile.total += pile.bytes;
    pile.logs = [];
    pile.bytes = 0;
  };

  return {
    /**
     * `duplicate`: the same log is in already, and the worker would drop it; `conflict`: another
     * log with its id is in.
     */
    add: (tenantId: string, log: Log): 'added' | 'duplicate' | 'conflict' => {
      const said = JSON.stringify(log).slice(1);
      const name = `${tenantId}/${log.log_id}`;
      const before = seen.get(name);
      if (before !== undefined) return isSame(before, said) ? 'duplicate' : 'conflict';

      const serialised = `{"time":"${timeOf(log.timestamp ?? receivedAt)}",${said}`;
      seen.set(name, serialised);
      let pile = piles.get(tenantId);
      if (pile === undefined)
        piles.set(tenantId, (pile = { logs: [], bytes: 0, total: 0, count: 0 }));
      const bytes = utf8Bytes(serialised) + 1;
      const isFull =
        pile.logs.length === MAX_LOGS_PER_MESSAGE ||
        pile.bytes + bytes + ENVELOPE_BYTES > PACKED_MESSAGE_BYTES;
      if (isFull && pile.logs.length > 0) close(tenantId, pile);
      packed += bytes;
      if (packed > MAX_PACKED_BYTES) throw tooLarge();
      pile.logs.push(serialised);
      pile.bytes += bytes;
      pile.count += 1;
      return 'added';
    },

    /** The messages, and what each tenant's logs take in them. Call once, at the end. */
    finish: (): { messages: OutgoingMessage[]; sizes: Map<string, PackedSize> } => {
      for (const [tenantId, pile] of piles) if (pile.logs.length > 0) close(tenantId, pile);
      const sizes = [...piles].map(
        ([id, { total, count }]) => [id, { bytes: total, logs: count }] as const,
      );
      return { messages, sizes: new Map(sizes) };
    },
  };
}

function tooLarge(): Problem {
  const detail = `The logs of the request take more than ${MAX_PACKED_BYTES} bytes with all that they share: send fewer at once.`;
  return new Problem('content_too_large', detail);
}

/** Whatever its time and the order of the fields, as the worker compares them. */
function isSame(packed: string, said: string): boolean {
  const before = packed.slice(packed.indexOf(',') + 1);
  return before === said || isDeepStrictEqual(readJson(`{${before}`), readJson(`{${said}`));
}
