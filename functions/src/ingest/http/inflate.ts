import * as zlib from 'node:zlib';

import { isRecord } from '../../lib/is-record.js';
import { errorCode } from '../../lib/error-code.js';
import {
  MAX_DEFLATE_RATIO,
  MAX_REQUEST_BYTES,
  MAX_SNAPPY_RATIO,
  SMALL_BODY_BYTES,
} from '../../limits.js';
import type { IngestRequest } from './http.js';
import { Problem } from './problem.js';

type HttpCoding = 'gzip' | 'deflate' | 'br' | 'zstd';

export type Coding = HttpCoding | 'snappy';

type Decompress = (
  body: Buffer,
  options: { maxOutputLength: number; chunkSize: number; info: boolean },
  done: (error: Error | null, result: unknown) => void,
) => void;

const DECOMPRESS: Readonly<Record<HttpCoding, Decompress | undefined>> = {
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

/** RFC 9110, section 8.4.1.3: recipients treat x-gzip as gzip. */
const CODINGS: Readonly<Record<string, HttpCoding>> = {
  gzip: 'gzip',
  'x-gzip': 'gzip',
  deflate: 'deflate',
  br: 'br',
  zstd: 'zstd',
};

const KNOWN = (['gzip', 'deflate', 'br', 'zstd'] as const).filter((coding) => DECOMPRESS[coding]);

/** Values that appear in `Content-Encoding` by mistake, often a charset, and mean no coding. */
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
]);

/**
 * The coding of a request's body, from its header or, if that names none, from its first bytes, with
 * which no text begins. `undefined` for none. Throws 415 for unknown codings and for several.
 */
export function contentCoding(request: IngestRequest): HttpCoding | undefined {
  const sent = request.header('content-encoding');
  if (sent === undefined) return codingOfBytes(request.body);
  const named = sent
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => !NO_CODING.has(name));
  const [only = ''] = named;
  if (named.length === 0) return codingOfBytes(request.body);
  const isOne = named.length === 1 && Object.hasOwn(CODINGS, only);
  const coding = isOne ? CODINGS[only] : undefined;
  if (coding !== undefined && DECOMPRESS[coding] !== undefined) return coding;
  const why =
    coding === 'zstd'
      ? 'The gateway’s Node.js has no zstd support, or none that notices truncated data. '
      : '';
  throw new Problem(
    'unsupported_media_type',
    `${why}Send the body with Content-Encoding ${KNOWN.slice(0, -1).join(', ')} or ${KNOWN.at(-1)}, only one of them, or with none.`,
    { headers: { 'accept-encoding': KNOWN.join(', ') } },
  );
}

/** RFC 1952, section 2.3.1, with its one method; RFC 8878, section 3.1.1. */
function codingOfBytes(body: Buffer): HttpCoding | undefined {
  if (body[0] === 0x1f && body[1] === 0x8b && body[2] === 8) return 'gzip';
  const isZstd = body.length > 4 && body.readUInt32LE(0) === 0xfd2fb528;
  return isZstd && DECOMPRESS.zstd !== undefined ? 'zstd' : undefined;
}

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
 * Inflates a body up to `most` bytes; `undefined` if it has more. Throws 400, or 413 if it exceeds the
 * limit for any body.
 */
export async function inflateBody(
  coding: Coding,
  body: Buffer,
  most = MAX_REQUEST_BYTES,
): Promise<Buffer | undefined> {
  if (coding === 'snappy') {
    // Loaded on first use: most processes never need it, and it would delay every start.
    const { inflateSnappy } = await import('./snappy.js');
    return inflateSnappy(body, most);
  }
  const isRaw = coding === 'deflate' && !isZlib(body);
  const inflated = await decompress(
    coding,
    body,
    most,
    isRaw ? zlib.inflateRaw : DECOMPRESS[coding],
  );
  if (inflated === undefined) return undefined;
  const { buffer, engine } = inflated;
  // Node ignores what follows the compressed data: it might be a log.
  const rest = body.length - engine.bytesWritten;
  if (rest > 0) throw invalid(`${rest} bytes follow the end of the ${coding} data`);
  return buffer;
}

async function decompress(
  coding: HttpCoding,
  body: Buffer,
  most: number,
  inflate: Decompress | undefined,
): Promise<Inflated | undefined> {
  // One buffer: joining chunks would briefly hold everything twice. Pages never written to take no
  // memory.
  const options = { maxOutputLength: most, chunkSize: most, info: true };
  try {
    return await new Promise<Inflated>((resolve, reject) => {
      inflate?.(body, options, (error, result: unknown) => {
        if (error === null && isInflated(result)) resolve(result);
        else reject(error ?? new TypeError('zlib does not tell how much it took'));
      });
    });
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      if (most < MAX_REQUEST_BYTES) return undefined;
      throw new Problem(
        'content_too_large',
        `The body decompresses to more than ${MAX_REQUEST_BYTES} bytes: send it in parts.`,
      );
    }
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

function isInflated(result: unknown): result is Inflated {
  return isRecord(result) && Buffer.isBuffer(result['buffer']) && 'engine' in result;
}
