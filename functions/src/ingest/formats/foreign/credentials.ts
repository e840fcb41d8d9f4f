import type { IngestRequest } from '../../http/http.js';

/** The key that follows another scheme than Bearer in `Authorization`, such as `Splunk KEY`. */
export function keyOfScheme(request: IngestRequest, scheme: string): string | undefined {
  const [, sent, key] = /^([A-Za-z]+) +(\S+) *$/.exec(request.header('authorization') ?? '') ?? [];
  return sent?.toLowerCase() === scheme.toLowerCase() ? key : undefined;
}

/**
 * The password of `Authorization: Basic`, or the user name where there is no password: that is how
 * clients send a key which know of nothing but user and password. RFC 7617
 */
export function keyOfBasic(request: IngestRequest): string | undefined {
  const encoded = keyOfScheme(request, 'Basic');
  if (encoded === undefined) return undefined;
  const [user = '', ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  return password.join(':') || user;
}
