/** The small part of HTTP that the intake needs, independent of any server's types. */

import type { RequestOrigin } from '../../contract/origin.js';
import type { RequestFacts } from '../../telemetry/request-facts.js';
import type { Problem } from './problem.js';

export interface IngestRequest {
  method: string;
  /** What follows the function's name, always beginning with `/`. */
  path: string;
  /** A query parameter, if no other has the same name. */
  query(name: string): string | undefined;
  /** A header's value by its lower-case name; repeated ones joined by `, `. */
  header(name: string): string | undefined;
  /** The body as it came, before any parser. */
  body: Buffer;
  /** Why the body was not read; this is the answer if there is a route for the request. */
  refusal?: Problem | undefined;
  /** What its logs are followed by. */
  origin: RequestOrigin;
  /** What its event reports; each field is set where it becomes known. */
  facts: RequestFacts;
}

export interface IngestResponse {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** A `Buffer` is sent as it is, `undefined` as nothing, anything else as JSON. */
  body: unknown;
}

/** Answers a request; `parameters` are the parts of its path that the route names. */
export type Handler = (
  request: IngestRequest,
  parameters: Readonly<Record<string, string>>,
) => Promise<IngestResponse>;

export function json(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): IngestResponse {
  const type = { 'content-type': 'application/json; charset=utf-8' };
  return { status, headers: { ...type, ...headers }, body };
}
