import { MESSAGE_END } from '../contract/log-message.js';
import { utf8Bytes } from '../contract/text.js';

/** Before a log's time and after it. */
const [BEFORE_TIME, AFTER_TIME] = ['{"time":"', '",'];

/** Bytes that a log takes in a message besides its own JSON and its time: `"time":""` and two commas. */
export const AROUND_TIME_BYTES = BEFORE_TIME.length + AFTER_TIME.length;

/** Up to this many UTF-16 units, a log is not measured before it is written. */
const MAX_UNMEASURED_LENGTH = 16_384;

const COMMA = 0x2c;

/**
 * Writes the data of a message, log by log. No text stays in memory: keeping the texts of a hundred
 * thousand logs until their message is full made up most of garbage collection.
 */
export class MessageWriter {
  /** Number of logs. */
  logs = 0;
  private end: number;
  private bytes: Buffer;

  /** `expected` is an estimate of the message's bytes. */
  constructor(head: string, expected = 0) {
    this.end = head.length;
    this.bytes = Buffer.allocUnsafe(Math.max(expected, this.end + MESSAGE_END.length));
    this.bytes.write(head, 'latin1');
  }

  /** Adds a log in JSON, with its `time` as the first field; returns the bytes of both. */
  add(json: string, time: string): number {
    const room = json.length <= MAX_UNMEASURED_LENGTH ? json.length * 3 : utf8Bytes(json);
    this.reserve(room + time.length + AROUND_TIME_BYTES + MESSAGE_END.length);
    if (this.logs > 0) this.bytes[this.end++] = COMMA;
    this.logs += 1;
    // The last comma takes the place of the log's own brace.
    const at = this.end + BEFORE_TIME.length + time.length + AFTER_TIME.length - 1;
    const written = this.bytes.write(json, at);
    this.copy(BEFORE_TIME);
    this.copy(time);
    this.copy(AFTER_TIME);
    this.end = at + written;
    return written + time.length + AROUND_TIME_BYTES;
  }

  /** The message. */
  finish(): Buffer {
    this.copy(MESSAGE_END);
    return this.bytes.subarray(0, this.end);
  }

  /** Copies a few ASCII characters, faster than a call of `write` would. */
  private copy(ascii: string): void {
    for (let at = 0; at < ascii.length; at += 1) this.bytes[this.end + at] = ascii.charCodeAt(at);
    this.end += ascii.length;
  }

  private reserve(more: number): void {
    const needed = this.end + more;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(this.logs === 0 ? needed : needed * 2);
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }
}
