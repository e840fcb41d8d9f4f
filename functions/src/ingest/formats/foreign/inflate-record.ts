import { gunzipSync } from 'node:zlib';

import { MAX_INFLATED_RECORDS, MAX_REQUEST_BYTES } from '../../../limits.js';
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
 * Inflates a record that CloudWatch Logs compressed; returns any other as it is. Throws 413 if the
 * records of a request together become too large.
 */
export function inflateRecord(record: Buffer, inflated: InflatedBytes): Buffer {
  if (record[0] !== 0x1f || record[1] !== 0x8b) return record;
  try {
    const bytes = gunzipSync(record, { maxOutputLength: Math.max(inflated.left, 1) });
    inflated.left -= bytes.length;
    return bytes;
  } catch (error) {
    if (!(error instanceof RangeError)) return record;
    const detail = 'The records decompress to more than is accepted at once: send fewer.';
    throw new Problem('content_too_large', detail);
  }
}
