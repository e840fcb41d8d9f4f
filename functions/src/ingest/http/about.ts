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
  // Loaded when asked for: hardly any process ever is.
  const { openApiDocument } = await import('./openapi/document.js');
  return json(200, openApiDocument(), { 'cache-control': 'public, max-age=3600' });
};

const HOW =
  'POST logs here, as JSON, JSON lines or text: curl -H "Authorization: Bearer KEY" -d \'{"text":"hello"}\' URL\n';

/** `GET` of a path that takes logs: shippers and people ask whether something is there. */
export const sayHow: Handler = () =>
  Promise.resolve({
    status: 200,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: Buffer.from(HOW),
  });
