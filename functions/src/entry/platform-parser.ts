import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Head, Screen } from '../ingest/admission/screen.js';
import type { Problem } from '../ingest/http/problem.js';
import { UPLOAD_TIMEOUT_MS } from '../limits.js';
import {
  announcedBytes,
  countBody,
  hasBody,
  leaveBody,
  openFrontDoor,
  type Pass,
} from './front-door.js';

/**
 * The platform (functions-framework, the Functions emulator) parses a body before our handler is
 * called: it inflates gzip up to 1 GiB and answers malformed JSON with an HTML page and a stack.
 * Both servers leave an `application/octet-stream` body as it is. So we relabel each request when Node
 * announces it, before the parser looks, and keep the client's original headers.
 */
const RELABELLED = ['content-type', 'content-encoding'] as const;

const sent = new WeakMap<IncomingMessage, Readonly<Record<string, string | undefined>>>();

const refused = new WeakMap<IncomingMessage, Problem>();

/** Methods that have a body here. */
const WITH_BODY: ReadonlySet<string | undefined> = new Set(['POST', 'PUT', 'PATCH']);

/**
 * Call once, when the module loads, in a process that serves only `ingest`: it affects every server of
 * the process. Relabels requests. If the screen refuses a request by its headers, its body is not read
 * and the function answers with its {@link refusalOf}. Returns a function that undoes it.
 */
export function bypassPlatformParser(load?: () => Promise<Screen>): () => void {
  let screen: Screen | undefined;
  return openFrontDoor({
    arrivesWithinMs: UPLOAD_TIMEOUT_MS,
    begins: relabel,
    enters(request, response, pass) {
      if (hasBody(request) && !WITH_BODY.has(request.method)) leaveBody(request);
      if (load === undefined || !hasBody(request)) {
        pass();
      } else if (screen !== undefined) {
        enter(screen, request, response, pass);
      } else {
        load().then(
          (loaded) => enter((screen = loaded), request, response, pass),
          // The function itself fails in the same way, and answers.
          pass,
        );
      }
    },
  });
}

function enter(
  screen: Screen,
  request: IncomingMessage,
  response: ServerResponse,
  pass: Pass,
): void {
  const announced = announcedBytes(request);
  const refuse = (problem: Problem) => {
    refused.set(request, problem);
    return false;
  };
  const judged = screen(headOf(request), announced);
  // Most are judged synchronously: a promise would cost them a turn.
  if (judged instanceof Promise) void judged.then(act);
  else act(judged);

  function act({ refusal, share, grow }: Awaited<typeof judged>): void {
    if (share !== undefined) response.once('close', () => share.release());
    if (response.destroyed || request.destroyed) {
      share?.release();
      return;
    }
    if (refusal !== undefined) {
      refuse(refusal);
      leaveBody(request);
    } else if (grow !== undefined) {
      countBody(request, (bytes) => {
        const problem = grow(bytes);
        return problem === undefined || refuse(problem);
      });
    }
    pass();
  }
}

function headOf(request: IncomingMessage): Head {
  return {
    url: request.url ?? '/',
    header: (name) => sentHeader(request, name),
    values: Object.values(request.headers).flat(),
  };
}

/** Why a request was refused by its headers; its body was not read. */
export function refusalOf(request: IncomingMessage): Problem | undefined {
  return refused.get(request);
}

function relabel(request: IncomingMessage): void {
  sent.set(request, Object.fromEntries(RELABELLED.map((name) => [name, request.headers[name]])));
  delete request.headers['content-encoding'];
  request.headers['content-type'] = 'application/octet-stream';
}

/** A header as the client sent it, repeated values joined by `, `; `name` in lower case. */
export function sentHeader(request: IncomingMessage, name: string): string | undefined {
  const kept = sent.get(request);
  const value = kept !== undefined && name in kept ? kept[name] : request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
