import { isUtf8 } from 'node:buffer';
import * as zlib from 'node:zlib';

import { isRecord } from '../../lib/is-record.js';
import { errorCode } from '../../lib/error-code.js';
import {
  MAX_COMPRESSED_PARTS,
  MAX_COMPRESSED_TIMES,
  MAX_DEFLATE_RATIO,
  MAX_REQUEST_BYTES,
  MAX_SNAPPY_RATIO,
  SMALL_BODY_BYTES,
} from '../../limits.js';
import type { IngestRequest } from './http.js';
import { inflatedTooLarge } from './inflated-too-large.js';
import { Problem } from './problem.js';

type ZlibCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

export type Coding = ZlibCoding | 'snappy';

type Decompress = (
  body: Buffer,
  options: { maxOutputLength: number; chunkSize: number; info: boolean },
  done: (error: Error | null, result: unknown) => void,
) => void;

const DECOMPRESS: Readonly<Record<ZlibCoding, Decompress | undefined>> = {
  gzip: zlib.gunzip,
  deflate: zlib.inflate,
  br: zlib.brotliDecompress,
  zstd: reliableZstd(),
};

/**
 * Node has zstd since 22.15: https://nodejs.org/api/zlib.html#zlibzstddecompressbuffer-options-callback
 * Node 22 accepts truncated data as complete, so logs would be lost silently; Node 24 rejects it.
 */
function reliableZstd(): Decompress | undefined {
  if (!('zstdDecompress' in zlib)) return undefined;
  try {
    // A frame's magic number and nothing after it.
    zlib.zstdDecompressSync(Buffer.from('28b52ffd', 'hex'));
    return undefined;
  } catch {
    return zlib.zstdDecompress;
  }
}

/**
 * RFC 9110, section 8.4.1.3: recipients treat x-gzip as gzip. OpenTelemetry's collector calls deflate
 * zlib, and also sends snappy.
 */
const CODINGS: Readonly<Record<string, Coding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  'application/gzip': 'gzip',
  deflate: 'deflate',
  zlib: 'deflate',
  br: 'br',
  brotli: 'br',
  zstd: 'zstd',
  snappy: 'snappy',
  'x-snappy-framed': 'snappy',
};

const KNOWN = (['gzip', 'deflate', 'br', 'zstd'] as const).filter((coding) => DECOMPRESS[coding]);

/** Values that appear in `Content-Encoding` by mistake, and mean no coding. */
const NO_CODING: ReadonlySet<string> = new Set([
  '',
  'identity',
  'none',
  'plain',
  'text',
  'utf-8',
  'utf8',
  'us-ascii',
  'binary',
  '8bit',
  '7bit',
  'chunked',
  'aws-chunked',
]);

/** Charsets and media types, which belong in `Content-Type`. */
const OTHER_HEADER = /^(?:utf-?\d|iso-?8859|latin|windows-?\d|(?:text|application)\/(?!gzip))/;

/**
 * The coding of a request's body, from its first bytes, with which no text begins, or else from its
 * header. `undefined` for none. Throws 415 for an unknown coding, and for several.
 */
export function contentCoding(request: IngestRequest): Coding | undefined {
  const { body } = request;
  const sent = request.header('content-encoding');
  if (sent === undefined) return codingOfBytes(body);
  const named = new Set(
    sent
      .split(',')
      .map(withoutParameters)
      .filter((name) => !NO_CODING.has(name) && !OTHER_HEADER.test(name))
      .map((name) => (Object.hasOwn(CODINGS, name) ? CODINGS[name] : name)),
  );
  if (named.size === 0) return codingOfBytes(body);
  const [only] = named;
  const coding = named.size === 1 && isCoding(only) ? only : undefined;
  // gzip and zstd mark their data, whatever the header says. Brotli may begin with the same bytes.
  const shown = named.has('br') ? undefined : markedCoding(body);
  if (shown !== undefined) return shown;
  if (coding !== undefined) return coding;
  const why = named.has('zstd')
    ? 'The gateway’s Node.js has no zstd support, or none that notices truncated data. '
    : '';
  throw new Problem(
    'unsupported_media_type',
    `${why}Send the body with Content-Encoding ${KNOWN.slice(0, -1).join(', ')} or ${KNOWN.at(-1)}, only one of them, or with none.`,
    { headers: { 'accept-encoding': KNOWN.join(', ') } },
  );
}

/** Some clients write `"gzip"` or `gzip;q=1.0`. */
function withoutParameters(name: string): string {
  const [bare = ''] = name.split(';');
  return bare.replaceAll('"', '').trim().toLowerCase();
}

function isCoding(name: string | undefined): name is Coding {
  if (name === 'snappy') return true;
  return isZlibCoding(name) && DECOMPRESS[name] !== undefined;
}

function isZlibCoding(name: string | undefined): name is ZlibCoding {
  return name !== undefined && Object.hasOwn(DECOMPRESS, name);
}

function codingOfBytes(body: Buffer): ZlibCoding | undefined {
  return markedCoding(body) ?? (isSurelyZlib(body) ? 'deflate' : undefined);
}

/** RFC 1952, section 2.3.1, with its one method. */
export function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b && bytes[2] === 8;
}

/** RFC 8878, section 3.1.1, for zstd. */
function markedCoding(body: Buffer): 'gzip' | 'zstd' | undefined {
  if (isGzip(body)) return 'gzip';
  const isZstd = body.length > 4 && body.readUInt32LE(0) === ZSTD_MAGIC;
  return isZstd && DECOMPRESS.zstd !== undefined ? 'zstd' : undefined;
}

const ZSTD_MAGIC = 0xfd2fb528;

/** Few texts begin like zlib data, and those do not continue like it. */
function isSurelyZlib(body: Buffer): boolean {
  if (body[0] !== 0x78 || !isZlib(body) || isUtf8(body)) return false;
  try {
    const isAll = body.length <= ZLIB_SAMPLE_BYTES;
    const finishFlush = isAll ? zlib.constants.Z_FINISH : zlib.constants.Z_SYNC_FLUSH;
    const options = { finishFlush, maxOutputLength: SMALL_BODY_BYTES };
    zlib.inflateSync(body.subarray(0, ZLIB_SAMPLE_BYTES), options);
    return true;
  } catch (error) {
    return errorCode(error) === 'ERR_BUFFER_TOO_LARGE';
  }
}

const ZLIB_SAMPLE_BYTES = 64;

const RATIOS = {
  gzip: MAX_DEFLATE_RATIO,
  deflate: MAX_DEFLATE_RATIO,
  br: Infinity,
  zstd: Infinity,
  snappy: MAX_SNAPPY_RATIO,
} as const satisfies Record<Coding, number>;

/** The most that a body of this many bytes can inflate to, up to {@link MAX_REQUEST_BYTES}. */
export function inflatedBound(coding: Coding, bytes: number): number {
  return Math.min(bytes * RATIOS[coding], MAX_REQUEST_BYTES);
}

/**
 * Sizes up to which a body is inflated, tried in turn until it fits: small or honest bodies fit the
 * first, and only one that keeps growing asks for more.
 */
export function inflationSteps(coding: Coding, bytes: number): number[] {
  const bound = Math.max(inflatedBound(coding, bytes), SMALL_BODY_BYTES);
  const steps: number[] = [];
  let step = Math.max(SMALL_BODY_BYTES, bytes * USUAL_RATIO);
  for (; step < bound; step *= STEP) steps.push(step);
  return [...steps, bound];
}

/** Logs compress to a fifth or a twentieth of their size. */
const USUAL_RATIO = 20;

/** Factor between steps: at most a seventh of the work is wasted. */
const STEP = 8;

/** With `info`, Node returns this instead of just the buffer; its types do not say so. */
interface Inflated {
  buffer: Buffer;
  /** `bytesWritten`: how much of the input it consumed. */
  engine: { bytesWritten: number };
}

/**
 * Inflates a body up to `most` bytes; `undefined` if it has more. Also inflates what was compressed
 * more than once. Throws 400, or 413 if it exceeds the limit for any body.
 */
export async function inflateBody(
  coding: Coding,
  body: Buffer,
  most = MAX_REQUEST_BYTES,
): Promise<Buffer | undefined> {
  let inflated = await inflateAs(coding, body, most);
  for (let times = 1; inflated !== undefined; times += 1) {
    const inner = codingOfBytes(inflated);
    if (inner === undefined) return inflated;
    if (times === MAX_COMPRESSED_TIMES) throw invalid(`it is compressed more than ${times} times`);
    inflated = await inflateOnce(inner, inflated, most);
  }
  return undefined;
}

/** Brotli has no mark: data that turns out not to be brotli may carry the mark of another coding. */
async function inflateAs(coding: Coding, body: Buffer, most: number): Promise<Buffer | undefined> {
  const shown = coding === 'br' ? markedCoding(body) : undefined;
  try {
    return await inflateOnce(coding, body, most);
  } catch (error) {
    if (shown === undefined) throw error;
    return inflateOnce(shown, body, most);
  }
}

async function inflateOnce(
  coding: Coding,
  body: Buffer,
  most: number,
): Promise<Buffer | undefined> {
  if (coding === 'snappy') {
    const shown = markedCoding(body);
    if (shown !== undefined) return inflateOnce(shown, body, most);
    // Loaded on first use: most processes never need it, and it would delay every start.
    const { inflateSnappy } = await import('./snappy.js');
    return inflateSnappy(body, most);
  }
  const parts: Buffer[] = [];
  let length = 0;
  for (let rest = markedCoding(body) === 'gzip' ? trimLineEnds(body) : body; ;) {
    // One buffer for all: joining chunks would briefly hold everything twice. Pages never written to
    // take no memory. Further parts get small buffers: they are small, or few.
    const left = most - length;
    const chunk = parts.length === 0 ? left : Math.min(left, SMALL_BODY_BYTES);
    const inflated = left > 0 ? await decompress(coding, rest, left, chunk) : undefined;
    if (inflated === undefined) return inflatedTooLarge(most);
    const { buffer, engine } = inflated;
    // A copy of a further part: as a view, it would keep a buffer many times its size.
    parts.push(parts.length === 0 ? buffer : Buffer.from(buffer));
    length += buffer.length;
    // Node ignores what follows the compressed data: it might be a log.
    rest = rest.subarray(engine.bytesWritten);
    // Padding, such as that of tar's blocks.
    if (coding === 'gzip') rest = rest.subarray(zerosIn(rest));
    if (rest.length === 0) break;
    const isAnother = (coding === 'gzip' || coding === 'zstd') && markedCoding(rest) === coding;
    if (!isAnother || parts.length === MAX_COMPRESSED_PARTS) {
      throw invalid(`${rest.length} bytes follow the end of the ${coding} data`);
    }
  }
  const [only = Buffer.alloc(0), ...others] = parts;
  return others.length === 0 ? only : Buffer.concat(parts);
}

function zerosIn(bytes: Buffer): number {
  let zeros = 0;
  while (bytes[zeros] === 0) zeros += 1;
  return zeros;
}

/** gzip ends with the length of its data, whose highest byte is a line end only from 160 MB. */
function trimLineEnds(body: Buffer): Buffer {
  let end = body.length;
  while (body[end - 1] === 0x0a || body[end - 1] === 0x0d) end -= 1;
  return body.subarray(0, end);
}

/** `undefined` if there are more than `most` bytes. */
async function decompress(
  coding: ZlibCoding,
  body: Buffer,
  most: number,
  chunk: number,
): Promise<Inflated | undefined> {
  const isMislabelled = coding === 'gzip' && body[0] !== 0x1f && isZlib(body);
  const isRaw = coding === 'deflate' && !isZlib(body);
  const inflate = isRaw ? zlib.inflateRaw : DECOMPRESS[isMislabelled ? 'deflate' : coding];
  // Node requires at least 64 bytes.
  const options = { maxOutputLength: most, chunkSize: Math.max(chunk, 64), info: true };
  try {
    return await new Promise<Inflated>((resolve, reject) => {
      inflate?.(body, options, (error, result: unknown) => {
        if (error === null && isInflated(result)) resolve(result);
        else reject(error ?? new TypeError('zlib does not tell how much it took'));
      });
    });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    // Also for an empty body, which is not valid compressed data.
    throw invalid(code === 'Z_BUF_ERROR' ? `the ${coding} data is cut off` : `it is not ${coding}`);
  }
}

/** RFC 1950, section 2.2. Some clients send the deflate data without it: RFC 9110, section 8.4.1.2. */
function isZlib(body: Buffer): boolean {
  return body.length > 1 && ((body[0] ?? 0) & 0x0f) === 8 && body.readUInt16BE(0) % 31 === 0;
}

function invalid(what: string): Problem {
  const detail = `The body is not what its Content-Encoding says: ${what}.`;
  return new Problem('invalid_request', detail);
}

export function isInflated(result: unknown): result is Inflated {
  return isRecord(result) && Buffer.isBuffer(result['buffer']) && 'engine' in result;
}
