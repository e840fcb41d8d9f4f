import {
  type Agent,
  type ClientRequest,
  type IncomingMessage,
  request as httpRequest,
} from 'node:http';

export interface RawAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface RawRequest {
  request: ClientRequest;
  answer: Promise<RawAnswer>;
}

/**
 * A request whose body is the caller's to write, in part or late. `answer` settles as soon as one
 * comes, and rejects where the connection ends without.
 */
export function rawRequest(
  url: string,
  headers: Record<string, string | number>,
  options: { method?: string; agent?: Agent } = {},
): RawRequest {
  const request = httpRequest(url, { method: 'POST', headers, ...options });
  const answer = new Promise<RawAnswer>((resolve, reject) => {
    request.on('response', (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
      response.on('error', reject);
    });
    request.on('error', reject);
  });
  // A test may not wait for it.
  answer.catch(() => {});
  request.flushHeaders();
  return { request, answer };
}
