import { snappyUncompress } from 'hysnappy';

import { MAX_REQUEST_BYTES, MAX_SNAPPY_RATIO } from '../../limits.js';
import { Problem } from './problem.js';

/**
 * Inflates a Snappy block. Its first bytes claim its length: nothing is allocated for a claim that the
 * block is too small to fulfil. `undefined` if it has more than `most` bytes. Throws 400 or 413.
 * https://github.com/google/snappy/blob/main/format_description.txt
 */
export function inflateSnappy(block: Buffer, most = MAX_REQUEST_BYTES): Buffer | undefined {
  if (block.length === 0) throw new Problem('invalid_request', 'The body is empty.');
  const length = claimedLength(block);
  if (length === undefined || length > block.length * MAX_SNAPPY_RATIO) throw invalid();
  if (length > MAX_REQUEST_BYTES) {
    const detail = `The body decompresses to more than ${MAX_REQUEST_BYTES} bytes: send it in parts.`;
    throw new Problem('content_too_large', detail);
  }
  if (length > most) return undefined;
  try {
    const { buffer, byteOffset, byteLength } = snappyUncompress(block, length);
    return Buffer.from(buffer, byteOffset, byteLength);
  } catch {
    throw invalid();
  }
}

/** A varint of at most 32 bits. */
function claimedLength(block: Buffer): number | undefined {
  let length = 0;
  for (let at = 0; at < 5; at += 1) {
    const byte = block[at];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * at);
    if (byte < 0x80) return length < 2 ** 32 ? length : undefined;
  }
  return undefined;
}

function invalid(): Problem {
  return new Problem('invalid_request', 'The body is not a Snappy block.');
}
