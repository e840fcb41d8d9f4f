import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage, Server, type ServerResponse } from 'node:http';

import { isRecord } from '../lib/is-record.js';

/** Passes a request on to the platform's server, which reads its body at once. */
export type Pass = () => void;

/**
 * Sees each request as Node announces it, with its headers and whatever the socket has received of its
 * body. No more of the body is read until the request is passed on. `begins` is always called first.
 */
export interface FrontDoor {
  /** Cuts off a request that has not arrived in time, its wait included; Node checks every 30 s. */
  arrivesWithinMs?: number;
  begins?(request: IncomingMessage): void;
  enters(request: IncomingMessage, response: ServerResponse, pass: Pass): void;
}

/**
 * Puts a front door before every HTTP server of the process, whoever created it: the platform's reads
 * whole bodies before it calls a function. Call once, when a module loads, in a process that serves
 * only one function. Returns a function that undoes it.
 */
export function openFrontDoor(door: FrontDoor): () => void {
  const guarded = new Map<Server, () => void>();

  const onStart = (event: unknown) => {
    if (!isRequestStart(event)) return;
    door.begins?.(event.request);
    // Before Node emits any request, including the first.
    if (!guarded.has(event.server)) guarded.set(event.server, guard(event.server));
  };

  const guard = (server: Server) => {
    const inner = server.rawListeners('request');
    server.removeAllListeners('request');
    const handOn = (request: IncomingMessage, response: ServerResponse) => {
      for (const listener of inner) Reflect.apply(listener, server, [request, response]);
    };
    const onRequest = (request: IncomingMessage, response: ServerResponse) =>
      door.enters(request, response, () => handOn(request, response));
    // `Expect: 100-continue`: a client that is refused need not send its body.
    const onContinue = (request: IncomingMessage, response: ServerResponse) =>
      door.enters(request, response, () => {
        if (hasBody(request)) response.writeContinue();
        // Whether the body follows is unknown, and it would be read as the next request.
        else response.setHeader('connection', 'close');
        handOn(request, response);
      });
    if (door.arrivesWithinMs !== undefined) server.requestTimeout = door.arrivesWithinMs;
    server.on('request', onRequest);
    server.on('checkContinue', onContinue);
    return () => {
      server.off('request', onRequest);
      server.off('checkContinue', onContinue);
      for (const listener of inner) {
        server.on('request', (...args) => Reflect.apply(listener, server, args));
      }
    };
  };

  subscribe('http.server.request.start', onStart);
  return () => {
    unsubscribe('http.server.request.start', onStart);
    for (const undo of guarded.values()) undo();
    guarded.clear();
  };
}

/** By the same rule as the platform's parser. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The body length a request announces; `undefined` if only its end will tell. */
export function announcedBytes({ headers }: IncomingMessage): number | undefined {
  return headers['transfer-encoding'] === undefined
    ? Number(headers['content-length'] ?? 0)
    : undefined;
}

/**
 * Leaves a body unread by making the platform's parser see none. Node discards what still arrives of
 * it, so the connection stays usable.
 */
export function leaveBody(request: IncomingMessage): void {
  delete request.headers['content-length'];
  delete request.headers['transfer-encoding'];
}

/**
 * Counts a body as it arrives. Once `goesOn` rejects the bytes so far, the rest is discarded and the
 * platform's parser sees the end of the body.
 */
export function countBody(request: IncomingMessage, goesOn: (bytes: number) => boolean): void {
  const push = request.push.bind(request);
  let bytes = 0;
  let isCut = false;
  request.push = (chunk: unknown, encoding?: BufferEncoding) => {
    if (isCut) return true;
    if (Buffer.isBuffer(chunk)) {
      bytes += chunk.length;
      isCut = !goesOn(bytes);
      if (isCut) {
        // Else Node takes the early end for a broken connection and closes it before the response.
        request.complete = true;
        return push(null);
      }
    }
    return push(chunk, encoding);
  };
}

interface RequestStart {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

function isRequestStart(event: unknown): event is RequestStart & Record<string, unknown> {
  return (
    isRecord(event) &&
    event['request'] instanceof IncomingMessage &&
    event['server'] instanceof Server
  );
}
