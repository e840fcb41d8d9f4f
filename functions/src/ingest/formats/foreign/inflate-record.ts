import { constants, gunzipSync } from 'node:zlib';

import {
  MAX_INFLATED_RECORDS,
  MAX_RECORD_COMPRESSED_TIMES,
  MAX_REQUEST_BYTES,
} from '../../../limits.js';
import { isGzip, isInflated } from '../../http/inflate.js';
import { Problem } from '../../http/problem.js';

/** What the records of one request may inflate to: ample for logs, and bounded by what was sent. */
export class InflatedBytes {
  left: number;

  constructor(sentBytes: number) {
    this.left = Math.min(
      MAX_INFLATED_RECORDS.bytes + sentBytes * MAX_INFLATED_RECORDS.ratio,
      MAX_REQUEST_BYTES,
    );
  }
}

/**
 * Inflates a record that CloudWatch Logs compressed, as far as it goes if it is cut off. Returns any
 * other record as it is. Throws 413 if the records of a request together become too large.
 */
export function inflateRecord(record: Buffer, inflated: InflatedBytes): Buffer {
  let bytes = record;
  for (let times = 0; times < MAX_RECORD_COMPRESSED_TIMES && isGzip(bytes); times += 1) {
    const inner = gunzip(bytes, inflated) ?? gunzip(bytes, inflated, SHORT);
    if (inner === undefined) break;
    bytes = inner;
  }
  return bytes;
}

/** Accepts data that is cut off, but not data that is broken. */
const SHORT = { finishFlush: constants.Z_SYNC_FLUSH };

/** `undefined` if the data is broken, cut off, or followed by something else. */
function gunzip(record: Buffer, inflated: InflatedBytes, more: object = {}): Buffer | undefined {
  const usual = record.length * MAX_INFLATED_RECORDS.ratio;
  for (const most of new Set([Math.min(usual, inflated.left), inflated.left])) {
    if (inflated.left <= 0) break;
    let spent = Math.max(most, MAX_INFLATED_RECORDS.least);
    inflated.left -= MAX_INFLATED_RECORDS.least;
    try {
      const options = { maxOutputLength: Math.max(most, 1), info: true, ...more };
      const result: unknown = gunzipSync(record, options);
      if (!isInflated(result)) return undefined;
      spent = result.buffer.length;
      // Zeros may pad a record. Node also ignores whatever follows them, which could be a log.
      const rest = record.subarray(result.engine.bytesWritten);
      if (spent > 0 && rest.every((byte) => byte === 0)) {
        inflated.left -= Math.max(spent - MAX_INFLATED_RECORDS.least, 0);
        return result.buffer;
      }
    } catch (error) {
      if (error instanceof RangeError) continue;
    }
    // Only the last attempt at a broken record counts towards the limit.
    if (more === SHORT) inflated.left -= spent;
    return undefined;
  }
  const detail = 'The records decompress to more than is accepted at once: send fewer.';
  throw new Problem('content_too_large', detail);
}
