import * as http from 'node:http';
import * as https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';

import { FirestoreError } from './firestore-error.js';

export interface ConnectionOptions {
  project: string;
  /** An emulator's `host:port`; without one the service, as the application's own account. */
  emulatorHost: string | undefined;
  /** Of one attempt, in milliseconds. */
  attemptTimeoutMs: number;
}

export interface Call {
  method: 'GET' | 'POST';
  /** Below `/v1/projects/…/databases/(default)`. */
  path: string;
  body?: string;
}

/** Of one database, over HTTP/1.1 connections that are kept open. */
export interface Connection {
  /** `projects/…/databases/(default)/documents`, which the names of documents begin with. */
  root: string;
  /**
   * The answer's JSON. What may pass is tried again, with growing pauses; rejects with a
   * {@link FirestoreError} once `timeoutMs` have gone by.
   */
  call(call: Call, timeoutMs: number): Promise<unknown>;
}

/** Pause after the first failure; it doubles up to the longest. Random halves spread a herd. */
const PAUSE_MS = { first: 100, longest: 2_000 };

/** Sockets that nobody used for so long are closed: what lies between may have forgotten them. */
const IDLE_SOCKET_MS = 60_000;

/** As many as an instance has requests at once, with room for those of several writes. */
const MAX_SOCKETS = 256;

const SERVICE = 'firestore.googleapis.com';
const SCOPE = 'https://www.googleapis.com/auth/datastore';

export function connect({
  project,
  emulatorHost,
  attemptTimeoutMs,
}: ConnectionOptions): Connection {
  const transport = emulatorHost === undefined ? https : http;
  const agent = new transport.Agent({
    keepAlive: true,
    maxSockets: MAX_SOCKETS,
    timeout: IDLE_SOCKET_MS,
  });
  const authorize = emulatorHost === undefined ? applicationDefault() : ownerOfEmulator;
  const place = new URL(
    emulatorHost === undefined ? `https://${SERVICE}` : `http://${emulatorHost}`,
  );
  const database = `projects/${project}/databases/(default)`;
  // Not joined into a URL for each call: parsing one costs as much as the rest of it.
  const { hostname, port } = place;

  return {
    root: `${database}/documents`,
    async call(call, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      for (let pause = PAUSE_MS.first; ; pause = Math.min(2 * pause, PAUSE_MS.longest)) {
        try {
          return await attempt(call, Math.min(attemptTimeoutMs, deadline - Date.now()));
        } catch (error) {
          const wait = pause * (0.5 + Math.random() / 2);
          const isPassing = error instanceof FirestoreError && error.isPassing;
          if (!isPassing || Date.now() + wait >= deadline) throw error;
          await sleep(wait);
        }
      }
    },
  };

  async function attempt({ method, path, body = '' }: Call, timeoutMs: number): Promise<unknown> {
    const authorization = await authorize();
    return new Promise((resolve, reject) => {
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
          path: `/v1/${database}${path}`,
          agent,
          headers: {
            authorization,
            'content-type': 'application/json',
            'content-length': Buffer.byteLength(body),
          },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('error', () => fail(FirestoreError.unavailable('the answer broke off')));
          response.on('end', () => {
            const { statusCode = 0 } = response;
            const answer = parse(Buffer.concat(chunks));
            if (statusCode === 200 && answer !== undefined) settle(() => resolve(answer));
            else fail(FirestoreError.fromAnswer(statusCode, answer));
          });
        },
      );
      const timer = setTimeout(
        () => request.destroy(FirestoreError.unavailable(`no answer within ${timeoutMs} ms`)),
        timeoutMs,
      );
      request.on('error', (error: NodeJS.ErrnoException) =>
        fail(
          error instanceof FirestoreError
            ? error
            : FirestoreError.unavailable(error.code ?? error.name),
        ),
      );
      request.end(body);
    });
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString());
  } catch {
    return undefined;
  }
}

/** The emulators' word for a caller whom no security rule binds. */
const ownerOfEmulator = () => Promise.resolve('Bearer owner');

/** The token of the application's own account, made anew before it expires. */
function applicationDefault(): () => Promise<string> {
  const auth = import('google-auth-library').then(
    ({ GoogleAuth }) => new GoogleAuth({ scopes: [SCOPE] }),
  );
  // Told by whoever asks for a token; unhandled it would end the process.
  auth.catch(() => {});
  return async () => {
    try {
      return `Bearer ${await (await auth).getAccessToken()}`;
    } catch {
      throw FirestoreError.unavailable('no credentials');
    }
  };
}
