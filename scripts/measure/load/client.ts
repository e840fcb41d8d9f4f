import { readJsonIfAny } from '../../../functions/src/lib/json.js';
import { Pool } from 'undici';

export interface ClientOptions {
  urls: readonly string[];
  /** Sockets to each URL. */
  connections: number;
  timeoutMs: number;
}

export interface Client {
  /** Resolves with the status, and with the body if `wantsBody` is set. */
  post(
    index: number,
    headers: Record<string, string>,
    body: string,
    wantsBody: boolean,
  ): Promise<{ status: number; body?: unknown }>;
  /** Aborts every unanswered request; each rejects. */
  destroy(): Promise<void>;
}

/**
 * An HTTP/1.1 client with at most `connections` kept-alive sockets: requests
 * beyond them wait in its queue. Several URLs are used in turn, as behind a load balancer.
 */
export function createClient({ urls, connections, timeoutMs }: ClientOptions): Client {
  const targets = urls.map((url) => {
    const { origin, pathname, search } = new URL(url);
    const pool = new Pool(origin, {
      connections,
      pipelining: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connectTimeout: timeoutMs,
      keepAliveTimeout: 60_000,
    });
    return { pool, path: `${pathname}${search}` };
  });
  const targetOf = (index: number) => {
    const target = targets[index % targets.length];
    if (target === undefined) throw new Error('no URL');
    return target;
  };

  return {
    post: async (index, headers, body, wantsBody) => {
      const { pool, path } = targetOf(index);
      const answer = await pool.request({ path, method: 'POST', headers, body });
      if (wantsBody) {
        const text = await answer.body.text();
        return { status: answer.statusCode, body: readJsonIfAny(text) };
      }
      await answer.body.dump();
      return { status: answer.statusCode };
    },
    destroy: async () => {
      await Promise.all(targets.map(({ pool }) => pool.destroy()));
    },
  };
}
