import { type Acquire, createByteBudget, type Share } from '../../lib/byte-budget.js';
import {
  FREE_UPLOAD_BYTES,
  LARGE_BODY_WAIT_MS,
  MAX_REQUEST_BYTES,
  UPLOADS_BYTES,
} from '../../limits.js';
import { isWellFormedKey } from '../../contract/api-key.js';
import { Problem } from '../http/problem.js';
import { tooLong } from '../http/read-body.js';
import { type CheckKey, keyRefusal } from './authenticate.js';
import { isToken } from './tokens.js';

/** The part of a request that precedes its body. */
export interface Head {
  /** Path and query. */
  url: string;
  /** A header's value by its lower-case name. */
  header(name: string): string | undefined;
  /** The values of all headers. */
  values: readonly (string | undefined)[];
}

export interface Verdict {
  /** If set, the body is not read. */
  refusal?: Problem;
  /** Memory for the body, to be given back when the request is over. */
  share?: Share;
  /** Given the bytes received so far of a body of unknown length; returns why to stop reading. */
  grow?: (bytes: number) => Problem | undefined;
}

/** Judges a request before its body, of `announced` bytes, is read; never rejects. */
export type Screen = (head: Head, announced: number | undefined) => Verdict | Promise<Verdict>;

export interface ScreenDeps {
  /** `undefined`: the gateway is open. */
  checkKey: CheckKey | undefined;
  /** Google's tokens are accepted in place of keys. */
  takesTokens?: boolean;
  acquire?: Acquire;
}

/**
 * Spends little before a credential is known. Without a well-formed key, no body is read at all. A
 * small body is read for anything that looks like a key. A large one, or one of unknown length, is read
 * only for a live key and while there is memory for it, tenants taking turns.
 */
export function createScreen({
  checkKey,
  takesTokens = false,
  acquire = createByteBudget({
    total: UPLOADS_BYTES,
    waitMs: LARGE_BODY_WAIT_MS,
    perOwner: MAX_REQUEST_BYTES,
  }),
}: ScreenDeps): Screen {
  return (head, announced) => {
    const key = checkKey && (findKey(head) ?? (takesTokens ? findToken(head) : undefined));
    if (checkKey !== undefined && key === undefined) return { refusal: keyRefusal(head) };
    if (announced !== undefined && announced > MAX_REQUEST_BYTES) {
      return { refusal: tooLong(announced) };
    }
    if (announced !== undefined && announced <= FREE_UPLOAD_BYTES) return {};
    return judgeLarge(head, key, announced).catch((refusal: Problem) => ({ refusal }));
  };

  async function judgeLarge(
    head: Head,
    key: string | undefined,
    announced: number | undefined,
  ): Promise<Verdict> {
    const owner =
      checkKey === undefined || key === undefined
        ? (head.header('x-tenant-id') ?? '')
        : (await checkKey(key)).tenant_id;
    const share = await acquire(owner, announced ?? FREE_UPLOAD_BYTES);
    if (share === undefined) throw busy();
    if (announced !== undefined) return { share };
    const grow = (bytes: number) => {
      if (bytes > MAX_REQUEST_BYTES) return tooLong(bytes);
      return share.growTo(bytes) ? undefined : busy();
    };
    return { share, grow };
  }
}

function busy(): Problem {
  const detail =
    'Too many large requests are being sent. Send this one again, or in smaller parts.';
  return new Problem('unavailable', detail);
}

const KEY = /uig_[0-9A-Za-z]{49}/g;

/**
 * The first well-formed key in a request's headers or URL, whatever its protocol: each one has its own
 * place for the key, and Basic credentials hide it in base64.
 */
function findKey({ url, values }: Head): string | undefined {
  for (const value of [...values, url]) {
    if (value === undefined) continue;
    // Elasticsearch's clients send a key as it is, or in base64 with an id before it.
    const hidden = /^(?:Basic|ApiKey) +(\S+)/i.exec(value)?.[1];
    const isHidden = hidden !== undefined && !value.includes('uig_');
    const text = isHidden ? Buffer.from(hidden, 'base64').toString('latin1') : value;
    if (!text.includes('uig_')) continue;
    for (const [key] of text.matchAll(KEY)) if (isWellFormedKey(key)) return key;
  }
  return undefined;
}

function findToken(head: Head): string | undefined {
  const token = /^Bearer +(\S+) *$/i.exec(head.header('authorization') ?? '')?.[1];
  return token !== undefined && isToken(token) ? token : undefined;
}
