import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { IncomingMessage } from 'node:http';

import { isRecord } from '../lib/is-record.js';

/**
 * The platform (functions-framework, the Functions emulator) parses a body before our handler is
 * called: it inflates gzip up to 1 GiB and answers malformed JSON with an HTML page and a stack.
 * Both servers leave a body of `application/octet-stream` as it is. So we relabel each request
 * when Node announces it, before the parser looks, and keep what the client had said.
 */
const RELABELLED = ['content-type', 'content-encoding'] as const;

const sent = new WeakMap<IncomingMessage, Readonly<Record<string, string | undefined>>>();

/**
 * Call once, when the module loads, in a process that serves `ingest` and nothing else: it holds for
 * every server of the process. Returns what undoes it.
 */
export function bypassPlatformParser(): () => void {
  subscribe('http.server.request.start', relabel);
  return () => unsubscribe('http.server.request.start', relabel);
}

function relabel(event: unknown): void {
  if (!isRequestStart(event)) return;
  const { request } = event;
  sent.set(request, Object.fromEntries(RELABELLED.map((name) => [name, request.headers[name]])));
  delete request.headers['content-encoding'];
  request.headers['content-type'] = 'application/octet-stream';
}

function isRequestStart(event: unknown): event is { request: IncomingMessage } {
  return isRecord(event) && event['request'] instanceof IncomingMessage;
}

/** A header as the client sent it; `name` in lower case, repeated values joined by `, `. */
export function sentHeader(request: IncomingMessage, name: string): string | undefined {
  const kept = sent.get(request);
  const value = kept !== undefined && name in kept ? kept[name] : request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}
