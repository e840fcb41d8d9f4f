import type { IngestRequest } from '../../http/http.js';

/** The key after a scheme other than Bearer in `Authorization`, such as `Splunk KEY`. */
export function keyOfScheme(request: IngestRequest, scheme: string): string | undefined {
  const [, sent, key] = /^([A-Za-z]+) +(\S+) *$/.exec(request.header('authorization') ?? '') ?? [];
  return sent?.toLowerCase() === scheme.toLowerCase() ? key : undefined;
}

/**
 * The password of `Authorization: Basic`, or the user name if there is no password: clients that only
 * know user and password send a key this way. RFC 7617
 */
export function keyOfBasic(request: IngestRequest): string | undefined {
  const encoded = keyOfScheme(request, 'Basic');
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':') || user;
}
