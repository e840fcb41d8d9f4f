import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

import { GRPC } from '../../lib/grpc-codes.js';
import { readJsonIfAny } from '../../lib/json.js';
import { withTimeout } from '../../lib/with-timeout.js';
import { ATTEMPT_TIMEOUT_MS, IDLE_SOCKET_MS, MAX_SOCKETS } from '../../limits.js';
import { type AccessToken, applicationToken } from './access-token.js';
import { ServiceError } from './service-error.js';

export interface ConnectionOptions {
  /** `firestore.googleapis.com` */
  service: string;
  /**
   * An emulator's `host:port`; if absent or '', the real service, as the application's own account.
   */
  emulatorHost: string | undefined;
  /** Per attempt, in milliseconds. */
  attemptTimeoutMs?: number;
  /** Used instead of the application's own. */
  accessToken?: AccessToken;
}

export interface Call {
  method: 'GET' | 'POST';
  /** Includes the version: `/v1/projects/…`. */
  path: string;
  body?: string | Buffer;
}

/**
 * A connection to one service's REST API, over HTTP/1.1 with keep-alive. Google's clients speak
 * gRPC, take several times as long to load and use twice the processor time per call.
 */
export interface Connection {
  /**
   * Resolves to the answer's JSON. Transient failures are retried with growing pauses; rejects with
   * a {@link ServiceError} once `timeoutMs` have passed.
   */
  call(call: Call, timeoutMs: number): Promise<unknown>;
}

/** The pause after the first failure; it doubles up to the longest. Jitter spreads a herd. */
const PAUSE_MS = { first: 100, longest: 2_000 };

export function connect({
  service,
  emulatorHost,
  attemptTimeoutMs = ATTEMPT_TIMEOUT_MS,
  accessToken,
}: ConnectionOptions): Connection {
  const isService = emulatorHost === undefined || emulatorHost === '';
  const transport = isService ? https : http;
  const agent = new transport.Agent({
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    timeout: IDLE_SOCKET_MS,
  });
  const tokenOf = accessToken ?? (isService ? applicationToken() : ownerOfEmulator);
  const place = new URL(isService ? `https://${service}` : `http://${emulatorHost}`);
  // Not joined into a URL for each call: parsing it costs as much as the rest of the call.
  const { hostname, port } = place;

  return {
    async call(call, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      for (let pause = PAUSE_MS.first; ; pause = Math.min(2 * pause, PAUSE_MS.longest)) {
        try {
          return await attempt(call, Math.min(attemptTimeoutMs, deadline - Date.now()));
        } catch (error) {
          const wait = pause * (0.5 + Math.random() / 2);
          const isTransient = error instanceof ServiceError && error.isTransient;
          if (!isTransient || Date.now() + wait >= deadline) throw error;
          await sleep(wait);
        }
      }
    },
  };

  async function attempt(call: Call, timeoutMs: number): Promise<unknown> {
    const deadline = Date.now() + timeoutMs;
    const token = await tokenWithin(timeoutMs);
    try {
      return await send(call, token, deadline - Date.now());
    } catch (error) {
      if (!(error instanceof ServiceError) || error.code !== GRPC.UNAUTHENTICATED) throw error;
    }
    // The token may have been revoked: try once more with a new one.
    const other = await tokenWithin(deadline - Date.now(), token);
    return send(call, other, deadline - Date.now());
  }

  /** A hanging metadata server must not hang the call. */
  async function tokenWithin(timeoutMs: number, refused?: string): Promise<string> {
    try {
      return await withTimeout(timeoutMs, tokenOf(refused));
    } catch (error) {
      if (error instanceof ServiceError) throw error;
      throw ServiceError.unavailable(`no credentials within ${timeoutMs} ms`);
    }
  }

  function send({ method, path, body = '' }: Call, token: string, timeoutMs: number) {
    // As bytes: Node would join a text to the headers, and so copy all of it once more.
    const bytes = typeof body === 'string' ? Buffer.from(body) : body;
    return new Promise<unknown>((resolve, reject) => {
      const settle = (act: () => void) => {
        clearTimeout(timer);
        act();
      };
      const fail = (error: Error) => settle(() => reject(error));
      const request = transport.request(
        {
          hostname,
          port,
          method,
          path,
          agent,
          headers: {
            authorization: `Bearer ${token}`,
            'content-type': 'application/json',
            'content-length': bytes.length,
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => fail(ServiceError.unavailable('the answer broke off')));
          response.on('end', () => {
            const { statusCode = 0 } = response;
            const answer = readJsonIfAny(Buffer.concat(chunks).toString());
            if (statusCode === 200 && answer !== undefined) settle(() => resolve(answer));
            else fail(ServiceError.fromAnswer(statusCode, answer));
          });
        },
      );
      const timer = setTimeout(
        () => request.destroy(ServiceError.unavailable(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      request.on('error', (error: NodeJS.ErrnoException) =>
        fail(
          error instanceof ServiceError
            ? error
            : ServiceError.unavailable(error.code ?? error.name),
        ),
      );
      request.end(bytes);
    });
  }
}

/** The emulators' token for a caller that no security rule binds. */
const ownerOfEmulator: AccessToken = () => Promise.resolve('owner');
