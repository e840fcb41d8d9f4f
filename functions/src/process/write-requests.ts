import { MAX_WRITE_REQUEST_BYTES, MAX_WRITES_PER_REQUEST } from '../limits.js';

/**
 * Cuts logs into requests to the store, in their order: bounded in number and bytes, and no document
 * twice in one, which Firestore refuses.
 */
export function* inRequests<L extends { path: string; bytes: number }>(
  logs: Iterable<L>,
): Generator<L[]> {
  let request: L[] = [];
  let paths = new Set<string>();
  let bytes = 0;
  for (const log of logs) {
    const isFull =
      request.length === MAX_WRITES_PER_REQUEST || bytes + log.bytes > MAX_WRITE_REQUEST_BYTES;
    if (request.length > 0 && (isFull || paths.has(log.path))) {
      yield request;
      request = [];
      paths = new Set();
      bytes = 0;
    }
    request.push(log);
    paths.add(log.path);
    bytes += log.bytes;
  }
  if (request.length > 0) yield request;
}
