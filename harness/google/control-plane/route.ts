import type { IncomingHttpHeaders } from 'node:http';

/** A request to an API. */
export interface Call {
  method: string;
  /** `pubsub.googleapis.com` */
  host: string;
  /** With the version, decoded: `/v1/projects/p/topics/t`. */
  path: string;
  query: URLSearchParams;
  /** The parsed JSON, `{}` where there is none. */
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
  raw: Buffer;
  headers: IncomingHttpHeaders;
}

/** One method of an API. */
export interface Route {
  method: string;
  host: string;
  /** Of the whole path; its groups are handed to the handler. */
  path: RegExp;
  /** The definition of the request body: unknown fields are refused, as Google does. */
  takes?: string;
  /** The definition of the answer; any deviation is a bug of the fake. */
  gives?: string;
  handle(call: Call, ...groups: string[]): unknown;
}

/** The routes of one API: `route('GET', /…/, handle)`. */
export function routesOf(host: string) {
  return (
    method: string,
    path: RegExp,
    handle: Route['handle'],
    definitions: Pick<Route, 'takes' | 'gives'> = {},
  ): Route => ({ method, host, path, handle, ...definitions });
}
