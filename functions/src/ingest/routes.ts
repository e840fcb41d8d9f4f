import type { IntakeRouteName } from '../contract/routes.js';
import { formatAtIngest, isFirehose } from './formats/at-ingest.js';
import type { Format } from './formats/format.js';
import { otlp } from './formats/otlp/otlp.js';
import { createHealth, sayHow, serveOpenApi } from './http/about.js';
import type { Handler, IngestRequest } from './http/http.js';
import { createLogStatus, type LogStatusDeps } from './http/log-status.js';
import { problemResponse } from './http/problem.js';
import type { Route } from './http/router.js';
import { createIntake, type IntakeDeps } from './intake.js';

/** Where logs of a format are sent. */
export interface IntakeRoute {
  path: string;
  method: 'POST' | 'PUT';
  name: IntakeRouteName;
  /** The format, or a function that finds it: most are loaded by the first request that needs them. */
  format: Format | ((request: IngestRequest) => Format | Promise<Format>);
  /** See {@link Route.kin}. */
  kin?: RegExp;
}

const loki = async () => (await import('./formats/loki/loki.js')).loki;
const elasticsearch = async () =>
  (await import('./formats/elasticsearch/elasticsearch.js')).elasticsearch;
const elasticsearchDocument = async () =>
  (await import('./formats/elasticsearch/document.js')).elasticsearchDocument;
const splunkEvent = async () => (await import('./formats/splunk/splunk.js')).splunkEvent;
const splunkRaw = async () => (await import('./formats/splunk/splunk.js')).splunkRaw;
// Firehose has a destination of that name, and accepts only its own answer.
const datadog = async (request: IngestRequest) =>
  isFirehose(request)
    ? (await import('./formats/firehose/firehose.js')).firehose
    : (await import('./formats/datadog/datadog.js')).datadog;
const seq = async () => (await import('./formats/seq/seq.js')).seq;
const gelf = async () => (await import('./formats/gelf/gelf.js')).gelf;

const post = { method: 'POST' } as const;
const put = { method: 'PUT' } as const;

/** Every way to send logs. A further protocol is a line here and its folder in `formats/`. */
export const INTAKE: readonly IntakeRoute[] = [
  // The function's own URL ends in /ingest, so its root is that path.
  { path: '/', ...post, name: 'ingest', format: formatAtIngest },
  { path: '/ingest', ...post, name: 'ingest', format: formatAtIngest },
  { path: '/v1/logs', ...post, name: 'otlp', format: otlp, kin: /^\/v1(?:development)?\// },
  {
    path: '/loki/api/v1/push',
    ...post,
    name: 'loki',
    format: loki,
    kin: /^\/(?:loki|api\/prom)\//,
  },
  { path: '/_bulk', ...post, name: 'elasticsearch', format: elasticsearch, kin: /\/_[a-z]/ },
  { path: '/_bulk', ...put, name: 'elasticsearch', format: elasticsearch },
  { path: '/{index}/_bulk', ...post, name: 'elasticsearch', format: elasticsearch },
  { path: '/{index}/_bulk', ...put, name: 'elasticsearch', format: elasticsearch },
  // With a type, as before version 8. Above the path of a document, which would match it, too.
  { path: '/{index}/_doc/_bulk', ...post, name: 'elasticsearch', format: elasticsearch },
  { path: '/{index}/_doc/_bulk', ...put, name: 'elasticsearch', format: elasticsearch },
  ...['/{index}/_doc', '/{index}/_doc/{id}', '/{index}/_create/{id}'].flatMap((path) => [
    { path, ...post, name: 'elasticsearch' as const, format: elasticsearchDocument },
    { path, ...put, name: 'elasticsearch' as const, format: elasticsearchDocument },
  ]),
  {
    path: '/services/collector',
    ...post,
    name: 'splunk',
    format: splunkEvent,
    kin: /^\/services\//,
  },
  { path: '/services/collector/event', ...post, name: 'splunk', format: splunkEvent },
  { path: '/services/collector/event/1.0', ...post, name: 'splunk', format: splunkEvent },
  { path: '/services/collector/raw', ...post, name: 'splunk', format: splunkRaw },
  { path: '/services/collector/raw/1.0', ...post, name: 'splunk', format: splunkRaw },
  { path: '/api/v2/logs', ...post, name: 'datadog', format: datadog, kin: /^\/api\/v[12]\// },
  { path: '/v1/input', ...post, name: 'datadog', format: datadog },
  // Older clients have their key in the path; it is not read from there.
  { path: '/v1/input/{key}', ...post, name: 'datadog', format: datadog },
  { path: '/api/v2/logs/{key}', ...post, name: 'datadog', format: datadog },
  { path: '/api/events/raw', ...post, name: 'seq', format: seq, kin: /^\/api\/events/ },
  // As /ingest/clef: what is below the function's own name.
  { path: '/clef', ...post, name: 'seq', format: seq },
  { path: '/gelf', ...post, name: 'gelf', format: gelf },
];

/** What clients of these protocols ask before they send, or when they finish. */
const QUESTIONS: readonly Route[] = [
  ...(['GET', 'POST'] as const).map((method) => ({
    path: '/{index}/_refresh',
    method,
    name: 'elasticsearch' as const,
    handler: elastic('refresh'),
  })),
  { path: '/_license', method: 'GET', name: 'elasticsearch', handler: elastic('license') },
  { path: '/_xpack', method: 'GET', name: 'elasticsearch', handler: elastic('license') },
  {
    path: '/_cluster/health',
    method: 'GET',
    name: 'elasticsearch',
    handler: elastic('clusterHealth'),
  },
  ...['/services/collector/health', '/services/collector/health/1.0'].map((path) => ({
    path,
    method: 'GET',
    name: 'splunk' as const,
    handler: async (...asked: Parameters<Handler>) =>
      (await import('./formats/splunk/splunk.js')).splunkHealth(...asked),
  })),
];

function elastic(question: 'clusterInfo' | 'license' | 'clusterHealth' | 'refresh'): Handler {
  return async (...asked) =>
    (await import('./formats/elasticsearch/cluster.js'))[question](...asked);
}

/** Elasticsearch clients ask the root which server it is, and identify themselves. */
const probe =
  (name: IntakeRouteName): Handler =>
  (request, parameters) =>
    /elastic|logstash|beat\b|fluent|vector/i.test(
      `${request.header('user-agent')} ${request.header('accept')}`,
    )
      ? elastic('clusterInfo')(request, parameters)
      : sayHow(name)(request, parameters);

/** All that the HTTP API serves. */
export function createRoutes(
  deps: IntakeDeps & LogStatusDeps,
  intake: readonly IntakeRoute[] = INTAKE,
): Route[] {
  const take = createIntake(deps);
  const get = { method: 'GET' } as const;
  return [
    ...intake.map(toRoute),
    ...QUESTIONS,
    ...probes(intake),
    { path: '/v1/logs/{log_id}', ...get, name: 'status', handler: createLogStatus(deps) },
    { path: '/openapi.json', ...get, name: 'openapi', handler: serveOpenApi },
    { path: '/health', ...get, name: 'health', handler: createHealth(deps.now) },
  ];

  function toRoute({ format, path, method, name, kin }: IntakeRoute): Route {
    const formatOf = typeof format === 'function' ? format : () => format;
    return {
      path,
      method,
      name,
      ...(kin && { kin }),
      handler: async (request, parameters) => take(await formatOf(request))(request, parameters),
      failure: async (problem, request) => {
        const own = await formatOf(request);
        return own.failure?.(problem, request) ?? problemResponse(problem);
      },
    };
  }
}

/**
 * Shippers probe these paths; if a format has its own answer, it gives that. At the path of a document
 * a 200 would mean that it exists, and a client that asks first would not send it.
 */
function probes(intake: readonly IntakeRoute[]): Route[] {
  const probed = intake.filter(({ path }) => !path.endsWith('/{id}'));
  const paths = new Map(probed.map(({ path, name }) => [path, name]));
  return [...paths].map(([path, name]) => ({ path, method: 'GET', name, handler: probe(name) }));
}
