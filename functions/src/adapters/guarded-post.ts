import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

import type { ConnectionReason, Post, PostRequest, PostResult } from '../alerts/notices/post.js';
import { withTimeout } from '../lib/with-timeout.js';
import { MAX_NOTICE_ANSWER_BYTES, NOTICE_TIMEOUT_MS } from '../limits.js';
import { VERSION } from '../version.js';
import { createResolvePublic, type Guard } from './resolve-public.js';

export interface GuardedPostOptions extends Guard {
  /** A certificate authority to trust besides Node's, in PEM. */
  ca?: string;
  /** For the whole request: DNS, connection, answer. */
  timeoutMs?: number;
}

/**
 * Sends to addresses that outsiders chose, without letting them reach anything internal: the host's
 * addresses are checked on every request, and the connection goes to one of the checked addresses
 * and no other, whatever DNS says a moment later. Follows no redirect, uses no proxy and keeps no
 * answer.
 */
export function createGuardedPost({
  ca,
  timeoutMs = NOTICE_TIMEOUT_MS,
  ...guard
}: GuardedPostOptions = {}): Post {
  const resolvePublic = createResolvePublic(guard);
  return async (request) => {
    const deadline = Date.now() + timeoutMs;
    const { protocol, hostname } = new URL(request.url);
    if (protocol !== 'https:') return failed('address_not_public');
    const host = hostname.replace(/^\[(.*)\]$/, '$1');
    const found = await withTimeout(timeoutMs, resolvePublic(host)).catch(() => undefined);
    if (found === undefined) return failed('timeout');
    if (!found.ok) return failed(found.reason);
    return send(request, found.addresses, { ca, timeoutMs: Math.max(deadline - Date.now(), 1) });
  };
}

function send(
  { url, headers, body }: PostRequest,
  addresses: readonly string[],
  { ca, timeoutMs }: { ca: string | undefined; timeoutMs: number },
): Promise<PostResult> {
  const signal = AbortSignal.timeout(timeoutMs);
  return new Promise((resolve) => {
    const request = httpsRequest(url, {
      method: 'POST',
      // A socket of its own, shared with no other request and untouched by the process's settings.
      agent: false,
      lookup: lookupAmong(addresses),
      rejectUnauthorized: true,
      ...(ca !== undefined && { ca }),
      signal,
      headers: {
        ...headers,
        'user-agent': `unified-ingestion-gateway/${VERSION}`,
        'content-length': Buffer.byteLength(body),
      },
    });
    let status: number | undefined;
    const settle = () =>
      resolve(
        status === undefined
          ? failed(reasonOf(request.socket, signal))
          : { kind: 'answered', status },
      );
    request.on('error', settle);
    // A 101 to a request that asked for no upgrade closes without an error.
    request.on('close', settle);
    request.on('response', (response) => {
      ({ statusCode: status = 0 } = response);
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_NOTICE_ANSWER_BYTES) request.destroy();
      });
      response.on('error', settle);
      response.on('close', settle);
    });
    request.end(body);
  });
}

/** Answers with the addresses found earlier. If the host is an address, nothing is looked up. */
function lookupAmong(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_host, { all }, answer) => {
    const [first] = found;
    if (all === true || first === undefined) answer(null, found);
    else answer(null, first.address, first.family);
  };
}

function reasonOf(socket: Socket | null, signal: AbortSignal): ConnectionReason {
  if (signal.aborted) return 'timeout';
  const isDistrusted = socket instanceof TLSSocket && Boolean(socket.authorizationError);
  return isDistrusted ? 'certificate_invalid' : 'connection_failed';
}

function failed(reason: ConnectionReason): PostResult {
  return { kind: 'failed', reason };
}
