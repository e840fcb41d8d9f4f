import type { IntakeRouteName } from '../../contract/routes.js';
import { VERSION } from '../../version.js';
import { type Handler, json } from './http.js';

/** `GET /health`: that it runs, for anybody. */
export function createHealth(now: () => Date): Handler {
  return () => {
    const timestamp = now().toISOString();
    return Promise.resolve(
      json(200, { status: 'healthy', service: 'ingest', version: VERSION, timestamp }),
    );
  };
}

/** `GET /openapi.json`. */
export const serveOpenApi: Handler = async () => {
  // Loaded on request: hardly any process ever needs it.
  const { openApiDocument } = await import('./openapi/document.js');
  return json(200, openApiDocument(), { 'cache-control': 'public, max-age=3600' });
};

/** How logs are sent to a path, in words that go on after "POST logs here". */
const HOW: Record<IntakeRouteName, string> = {
  ingest:
    ', as JSON, JSON lines or text: curl -H "Authorization: Bearer KEY" -d \'{"text":"hello"}\' URL',
  otlp: ' as OTLP, in JSON or protobuf, with "Authorization: Bearer KEY"',
  loki: ' as Loki takes them, in JSON or snappy protobuf, with the key as the password of Basic',
  elasticsearch: ' as Elasticsearch takes them, with "Authorization: ApiKey KEY"',
  splunk: ' as Splunk’s HTTP Event Collector takes them, with "Authorization: Splunk KEY"',
  datadog: ' as Datadog takes them, with "DD-API-KEY: KEY"',
  seq: ' as Seq takes them, in its compact form or its older one, with "X-Seq-ApiKey: KEY"',
  gelf: ' as GELF, with "Authorization: Bearer KEY"',
};

/** `GET` of a path that takes logs: shippers and people check whether it exists. */
export const sayHow =
  (name: IntakeRouteName): Handler =>
  () =>
    Promise.resolve({
      status: 200,
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: Buffer.from(`POST logs here${HOW[name]}\n`),
    });
