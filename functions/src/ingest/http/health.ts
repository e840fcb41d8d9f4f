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
