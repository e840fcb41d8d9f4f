import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { gunzipSync } from 'node:zlib';

import { listen } from '../../stack/listen.js';
import { ApiError } from '../api-error.js';
import { build } from './apis/build.js';
import { eventarc } from './apis/eventarc.js';
import { firebase } from './apis/firebase.js';
import { firestore } from './apis/firestore.js';
import { functions } from './apis/functions.js';
import { hosting } from './apis/hosting.js';
import { projects } from './apis/projects.js';
import { pubsub } from './apis/pubsub.js';
import { rules } from './apis/rules.js';
import { run } from './apis/run.js';
import { scheduler } from './apis/scheduler.js';
import { ACCESS_TOKEN, signIn } from './apis/sign-in.js';
import { makeCertificate } from './certificate.js';
import { findMistakes } from './check-message.js';
import { definitionOf } from '../definitions.js';
import { noFaults } from './faults.js';
import { Plane } from './plane.js';
import { newProject, type ProjectOptions } from './project.js';
import type { Call, Route } from './route.js';

/** One call, as it came in. */
export interface Recorded {
  method: string;
  host: string;
  path: string;
  status: number;
  body: unknown;
}

const HOSTS = [
  '*.googleapis.com',
  'accounts.google.com',
  'auth.firebase.tools',
  '*.firebaseio.com',
  'www.google-analytics.com',
  '*.gcr.io',
  '*.cloudfunctions.net',
];

/** Calls of these need no token: they give one, or carry a signature. */
const OPEN =
  /^(www|oauth2|accounts|storage)\.|google-analytics|firebase\.tools|cloudfunctions\.net$/;

/**
 * The control plane of Google Cloud and Firebase for one project, as far as a deployment and this
 * project's commands call it: over TLS, under the real host names, for processes that preload
 * `redirect-tls.cjs`. It keeps what it is sent, refuses what Google refuses, and records every
 * call. Bodies and answers are checked against Google's definitions where a package has them.
 */
export class ControlPlane {
  readonly calls: Recorded[] = [];
  /** Unknown calls, and answers that Google would not give: there should be none. */
  readonly mistakes: string[] = [];
  /** PEM; what clients have to trust. */
  readonly certificate: string;
  readonly plane: Plane;
  port = 0;
  /** Where the deployed `ingest` answers, as `http://127.0.0.1:…`: without one, nowhere. */
  ingestUrl: string | undefined;
  readonly #server;
  readonly #routes: Route[];

  constructor(options: ProjectOptions = {}) {
    const { key, certificate } = makeCertificate(HOSTS);
    this.certificate = certificate;
    this.plane = new Plane(options);
    this.#routes = [
      pubsub,
      functions,
      eventarc,
      run,
      scheduler,
      firestore,
      rules,
      hosting,
      projects,
      firebase,
      build,
      signIn,
    ].flatMap((api) => api(this.plane));
    this.#server = createServer({ key, cert: certificate }, (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => void this.#serve(request, response, Buffer.concat(chunks)));
    });
  }

  get project() {
    return this.plane.project;
  }

  get faults() {
    return this.plane.faults;
  }

  async start(): Promise<this> {
    this.port = await listen(this.#server);
    return this;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  /** Starts over: another project, no recorded calls, no faults. */
  reset(options?: ProjectOptions): void {
    this.plane.project = newProject(options);
    this.plane.faults = noFaults();
    this.calls.length = 0;
    this.mistakes.length = 0;
  }

  async #serve(request: IncomingMessage, response: ServerResponse, raw: Buffer): Promise<void> {
    if (!String(request.headers.host).endsWith('.cloudfunctions.net')) {
      this.#answer(request, response, raw);
      return;
    }
    const { method = 'GET', url = '' } = request;
    const { authorization = '', 'content-type': type = '' } = request.headers;
    const answer = await fetch(`${this.ingestUrl}${url.replace(/^\/ingest/, '')}`, {
      method,
      headers: { authorization, 'content-type': type },
      ...(method === 'POST' && { body: raw }),
    }).catch(() => new Response('', { status: 404 }));
    const headers = { 'content-type': answer.headers.get('content-type') ?? 'text/plain' };
    response.writeHead(answer.status, headers).end(await answer.text());
  }

  #answer(request: IncomingMessage, response: ServerResponse, raw: Buffer): void {
    const host = String(request.headers.host).replace(/:\d+$/, '');
    const url = new URL(request.url ?? '/', `https://${host}`);
    const call: Call = {
      method: request.method ?? 'GET',
      host,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      body: parseBody(request, raw),
      raw,
      headers: request.headers,
    };
    let status = 200;
    let answer: unknown;
    try {
      answer = this.#handle(call);
    } catch (error) {
      if (!(error instanceof ApiError))
        this.mistakes.push(`${call.method} ${host}${call.path}: ${String(error)}`);
      const refusal = error instanceof ApiError ? error : new ApiError(500, String(error));
      status = refusal.code;
      answer = refusal.toJSON();
    }
    const { method, path, body } = call;
    this.calls.push({ method, host, path, status, body });
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
  }

  #handle(call: Call): unknown {
    const { method, host, path, body, headers } = call;
    if (!OPEN.test(host) && headers.authorization !== `Bearer ${ACCESS_TOKEN}`) {
      throw new ApiError(401, 'Request is missing required authentication credential.');
    }
    this.#fail(call);
    for (const route of this.#routes) {
      const found = route.host === host && route.method === method ? route.path.exec(path) : null;
      if (found === null) continue;
      if (route.takes !== undefined) {
        const [mistake] = findMistakes(definitionOf(route.takes), body);
        if (mistake !== undefined)
          throw new ApiError(400, `Invalid JSON payload received. ${mistake}`);
      }
      const answer = route.handle(call, ...found.slice(1));
      const [mistake] =
        route.gives === undefined ? [] : findMistakes(definitionOf(route.gives), answer);
      if (mistake !== undefined)
        throw new Error(`an answer that Google would not give: ${mistake}`);
      return answer;
    }
    this.mistakes.push(`no route for ${method} ${host}${path}`);
    throw new ApiError(404, 'this fake has no such method');
  }

  #fail({ method, host, path }: Call): void {
    const { disabledApis, refusals } = this.faults;
    if (disabledApis.includes(host)) {
      throw new ApiError(
        403,
        `${host} has not been used in project ${this.project.number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${host}/overview?project=${this.project.number} then retry.`,
      );
    }
    const refusal = refusals.find(
      ({ match, times }) => times > 0 && match.test(`${method} ${host}${path}`),
    );
    if (refusal === undefined) return;
    refusal.times -= 1;
    throw new ApiError(refusal.code, refusal.message);
  }
}

/** Short texts of a form, which is all that comes so. */
function* formFields(form: string): Generator<[string, string]> {
  for (const [, name = '', value = ''] of form.matchAll(/; name="([^"]+)"\r\n\r\n(.*)\r\n/g)) {
    yield [name, value];
  }
}

function parseBody({ headers }: IncomingMessage, raw: Buffer): unknown {
  const type = headers['content-type'] ?? '';
  if (/form-urlencoded/.test(type)) return Object.fromEntries(new URLSearchParams(raw.toString()));
  if (/multipart\/form-data/.test(type)) return Object.fromEntries(formFields(raw.toString()));
  if (!/json/.test(type)) return {};
  const plain = headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
  try {
    return JSON.parse(plain.toString());
  } catch {
    return {};
  }
}
