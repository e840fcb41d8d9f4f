import { constants, gunzipSync } from 'node:zlib';

import { MAX_INFLATED_RECORDS, MAX_REQUEST_BYTES } from '../../../limits.js';
import { isInflated } from '../../http/inflate.js';
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

/** CloudWatch Logs compresses its data, and a delivery stream may compress that again. */
const MOST_TIMES = 2;

/**
 * Inflates a record that CloudWatch Logs compressed; of data that is cut off, what there is. Returns any
 * other record as it is. Throws 413 if the records of a request together become too large.
 */
export function inflateRecord(record: Buffer, inflated: InflatedBytes): Buffer {
  let bytes = record;
  for (let times = 0; times < MOST_TIMES && isGzip(bytes); times += 1) {
    const inner = gunzip(bytes, inflated) ?? gunzip(bytes, inflated, SHORT);
    if (inner === undefined) break;
    bytes = inner;
  }
  return bytes;
}

function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** Takes data that is cut off, and still notices any that is broken. */
const SHORT = { finishFlush: constants.Z_SYNC_FLUSH };

/** `undefined` for what is broken, cut off, or followed by something else. */
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
      // Node ignores what follows zeros, which pad a record.
      const rest = record.subarray(result.engine.bytesWritten);
      if (spent > 0 && rest.every((byte) => byte === 0)) {
        inflated.left -= Math.max(spent - MAX_INFLATED_RECORDS.least, 0);
        return result.buffer;
      }
    } catch (error) {
      if (error instanceof RangeError) continue;
    }
    // The last attempt pays for the work on a record that is broken.
    if (more === SHORT) inflated.left -= spent;
    return undefined;
  }
  const detail = 'The records decompress to more than is accepted at once: send fewer.';
  throw new Problem('content_too_large', detail);
}
