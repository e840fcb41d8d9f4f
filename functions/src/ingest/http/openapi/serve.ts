import { type Handler, json } from '../http.js';

/** `GET /openapi.json`. */
export const serveOpenApi: Handler = async () => {
  // Loaded when asked for: hardly any process ever is.
  const { openApiDocument } = await import('./document.js');
  return json(200, openApiDocument(), { 'cache-control': 'public, max-age=3600' });
};
