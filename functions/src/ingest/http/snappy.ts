import { snappyUncompressor } from 'hysnappy';

import { MAX_REQUEST_BYTES, MAX_SNAPPY_FRAMES, MAX_SNAPPY_RATIO } from '../../limits.js';
import { inflatedTooLarge } from './inflated-too-large.js';
import { Problem } from './problem.js';

/**
 * Inflates Snappy data: a block, or frames of blocks. Data that is neither, but begins like protobuf or
 * JSON, was never compressed and is returned as it is. `undefined` if it has more than `most` bytes.
 * Throws 400 or 413.
 */
export function inflateSnappy(body: Buffer, most = MAX_REQUEST_BYTES): Buffer | undefined {
  if (body.length === 0) throw new Problem('invalid_request', 'The body is empty.');
  if (body.indexOf(STREAM) === 0) return inflateFrames(body, most);
  try {
    return inflateBlock(body, most);
  } catch (error) {
    const isPlain = body[0] === 0x0a || body[0] === 0x7b;
    if (isPlain && error instanceof Problem && error.code === 'invalid_request') return body;
    throw error;
  }
}

/**
 * A block's first bytes claim its length: nothing is allocated for a claim that the block is too small
 * to fulfil. https://github.com/google/snappy/blob/main/format_description.txt
 */
function inflateBlock(
  block: Buffer,
  most: number,
  uncompress = snappyUncompressor(),
): Buffer | undefined {
  const length = claimedLength(block);
  if (length === undefined || length > block.length * MAX_SNAPPY_RATIO) throw invalid();
  if (length > most) return inflatedTooLarge(most);
  try {
    const { buffer, byteOffset, byteLength } = uncompress(block, length);
    return Buffer.from(buffer, byteOffset, byteLength);
  } catch {
    throw invalid();
  }
}

/** The first frame of every stream. */
const STREAM = Buffer.from('\xff\x06\0\0sNaPpY', 'latin1');

const [COMPRESSED, PLAIN, SKIPPABLE] = [0x00, 0x01, 0x80];
const CHECKSUM_BYTES = 4;

/** https://github.com/google/snappy/blob/main/framing_format.txt */
function inflateFrames(body: Buffer, most: number): Buffer | undefined {
  const parts: Buffer[] = [];
  // One for all frames, since each compiles its code anew; none outlives its body, whose bytes it holds.
  const uncompress = snappyUncompressor();
  let length = 0;
  for (let at = 0, frames = 0; at < body.length; frames += 1) {
    const end = at + 4 + (at + 4 > body.length ? 0 : body.readUIntLE(at + 1, 3));
    if (end > body.length || frames === MAX_SNAPPY_FRAMES) throw invalid();
    const data = body.subarray(at + 4 + CHECKSUM_BYTES, end);
    const type = body[at] ?? COMPRESSED;
    if (type > PLAIN && type < SKIPPABLE) throw invalid();
    const part =
      type === COMPRESSED ? inflateBlock(data, most, uncompress) : type === PLAIN ? data : NOTHING;
    length += part?.length ?? 0;
    if (part === undefined || length > most) return inflatedTooLarge(most);
    parts.push(part);
    at = end;
  }
  return Buffer.concat(parts);
}

const NOTHING = Buffer.alloc(0);

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
  return new Problem('invalid_request', 'The body is not Snappy data.');
}
