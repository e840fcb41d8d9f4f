import { isDeepStrictEqual } from 'node:util';

import { readJson } from '../lib/json.js';
import { type Log, messageHead, type Source } from '../contract/log-message.js';
import { utf8Bytes } from '../contract/text.js';
import { MAX_LOGS_PER_MESSAGE, MAX_PACKED_BYTES, PACKED_MESSAGE_BYTES } from '../limits.js';
import type { Origin } from '../contract/origin.js';
import { AROUND_TIME_BYTES, MessageWriter } from './message-writer.js';
import { createSpreadTimes } from './spread-times.js';
import { packedTooLarge } from './too-large.js';

/** A message on its way to Pub/Sub. */
export interface OutgoingMessage {
  tenantId: string;
  /** See the contract's `messageHead`. */
  data: Buffer;
  /** Size of the data. */
  bytes: number;
  origin: Origin;
}

/** One tenant's logs of a request. */
interface Pile {
  /** The message that is not full yet. */
  message: MessageWriter;
  /** Bytes of its logs. */
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
    const message = new MessageWriter(headOf(tenantId));
    const pile = { message, bytes: 0, total: 0, count: 0, said: new Map() };
    piles.set(tenantId, pile);
    return pile;
  };

  const headOf = (tenantId: string) =>
    messageHead({ tenant_id: tenantId, source, received_at: receivedAt });

  const close = (tenantId: string, pile: Pile): Buffer => {
    const data = pile.message.finish();
    messages.push({ tenantId, data, bytes: data.length, origin });
    pile.total += pile.bytes;
    pile.bytes = 0;
    return data;
  };

  const next = (tenantId: string, pile: Pile) => {
    const { length } = close(tenantId, pile);
    // The next message is about as large.
    pile.message = new MessageWriter(headOf(tenantId), Math.ceil(length * 1.1));
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
      if (isFull(pile, said, time.length + AROUND_TIME_BYTES)) next(tenantId, pile);
      const bytes = pile.message.add(said, time);
      packed += bytes;
      if (packed > MAX_PACKED_BYTES) throw packedTooLarge();
      pile.bytes += bytes;
      pile.count += 1;
      return 'added';
    },

    /** The messages, and what each tenant's logs take in them. Call once, at the end. */
    finish: (): { messages: OutgoingMessage[]; sizes: Map<string, PackedSize> } => {
      for (const [tenantId, pile] of piles) if (pile.message.logs > 0) close(tenantId, pile);
      const sizes = [...piles].map(
        ([id, { total, count }]) => [id, { bytes: total, logs: count }] as const,
      );
      return { messages, sizes: new Map(sizes) };
    },
  };
}

/** Whether a pile's message has no room for a log. */
function isFull({ message, bytes }: Pile, said: string, around: number): boolean {
  if (message.logs === 0) return false;
  if (message.logs === MAX_LOGS_PER_MESSAGE) return true;
  const left = PACKED_MESSAGE_BYTES - ENVELOPE_BYTES - bytes - around;
  // Most are so short that they need not be measured.
  return said.length * 3 > left && utf8Bytes(said) > left;
}

/** Ignores the order of the fields, as the worker does. */
function isSame(before: string, said: string): boolean {
  return before === said || isDeepStrictEqual(readJson(before), readJson(said));
}
