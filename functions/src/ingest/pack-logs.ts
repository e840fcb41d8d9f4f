import { isDeepStrictEqual } from 'node:util';

import { readJson } from '../lib/json.js';
import { encodeMessage, type Log, type Source } from '../contract/log-message.js';
import { utf8Bytes } from '../contract/text.js';
import { MAX_LOGS_PER_MESSAGE, MAX_PACKED_BYTES, PACKED_MESSAGE_BYTES } from '../limits.js';
import type { Origin } from '../contract/origin.js';
import { createSpreadTimes } from './spread-times.js';
import { packedTooLarge } from './too-large.js';

/** A message on its way to Pub/Sub. */
export interface OutgoingMessage {
  tenantId: string;
  /** See the contract's `encodeMessage`. */
  data: Buffer;
  /** Size of the data. */
  bytes: number;
  origin: Origin;
}

/** One tenant's logs of a request. */
interface Pile {
  /** Logs that are in no message yet, as JSON, with commas between them. */
  json: string;
  waiting: number;
  bytes: number;
  /** Bytes of the messages that are full. */
  total: number;
  /** Number of logs in all its messages. */
  count: number;
  /** The content of each log, by the id that its client gave it. */
  said: Map<string, string>;
}

/** How many logs a tenant has, and their size in messages. */
export interface PackedSize {
  bytes: number;
  logs: number;
}

/** The brackets and envelope around the logs. */
const ENVELOPE_BYTES = 512;

/** `"time":""` and two commas, beside the time itself. */
const TIME_BYTES = 11;

/**
 * Packs a request's logs into as few messages as the limits allow, one tenant per message, and gives
 * each log the `time` by which readers sort it: see {@link createSpreadTimes}. A log is serialised only
 * once, when it arrives.
 */
export function createPacker(source: Source, receivedAt: string, origin: Origin) {
  const piles = new Map<string, Pile>();
  const messages: OutgoingMessage[] = [];
  const timeOf = createSpreadTimes();
  let packed = 0;

  const pileOf = (tenantId: string): Pile => {
    const known = piles.get(tenantId);
    if (known !== undefined) return known;
    const pile = { json: '', waiting: 0, bytes: 0, total: 0, count: 0, said: new Map() };
    piles.set(tenantId, pile);
    return pile;
  };

  const close = (tenantId: string, pile: Pile) => {
    const head = { tenant_id: tenantId, source, received_at: receivedAt };
    const data = encodeMessage(head, pile.json);
    messages.push({ tenantId, data, bytes: data.length, origin });
    pile.total += pile.bytes;
    pile.json = '';
    pile.waiting = 0;
    pile.bytes = 0;
  };

  return {
    /**
     * `duplicate`: the same log is already in, and the worker would drop it; `conflict`: another log
     * with its id is in. An id that is not the client's own (`isOwn`) is always unique.
     */
    add: (tenantId: string, log: Log, isOwn = true): 'added' | 'duplicate' | 'conflict' => {
      const pile = pileOf(tenantId);
      const said = JSON.stringify(log);
      if (isOwn) {
        const before = pile.said.get(log.log_id);
        if (before !== undefined) return isSame(before, said) ? 'duplicate' : 'conflict';
        pile.said.set(log.log_id, said);
      }

      const time = timeOf(log.timestamp ?? receivedAt);
      const bytes = utf8Bytes(said) + time.length + TIME_BYTES;
      const isFull =
        pile.waiting === MAX_LOGS_PER_MESSAGE ||
        pile.bytes + bytes + ENVELOPE_BYTES > PACKED_MESSAGE_BYTES;
      if (isFull && pile.waiting > 0) close(tenantId, pile);
      packed += bytes;
      if (packed > MAX_PACKED_BYTES) throw packedTooLarge();
      pile.json += `${pile.waiting === 0 ? '' : ','}{"time":"${time}",${said.slice(1)}`;
      pile.waiting += 1;
      pile.bytes += bytes;
      pile.count += 1;
      return 'added';
    },

    /** The messages, and what each tenant's logs take in them. Call once, at the end. */
    finish: (): { messages: OutgoingMessage[]; sizes: Map<string, PackedSize> } => {
      for (const [tenantId, pile] of piles) if (pile.waiting > 0) close(tenantId, pile);
      const sizes = [...piles].map(
        ([id, { total, count }]) => [id, { bytes: total, logs: count }] as const,
      );
      return { messages, sizes: new Map(sizes) };
    },
  };
}

/** Ignores the order of the fields, as the worker does. */
function isSame(before: string, said: string): boolean {
  return before === said || isDeepStrictEqual(readJson(before), readJson(said));
}
