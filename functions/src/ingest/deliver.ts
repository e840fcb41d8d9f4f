import type { Admit } from './admission/admit.js';
import type { Credential } from './admission/authenticate.js';
import type { Source } from '../contract/log-message.js';
import type { IngestRequest } from './http/http.js';
import type { OutgoingMessage } from './pack-logs.js';

/** Resolves once Pub/Sub has the message for good; rejects when that is not known. */
export type PublishLogs = (message: OutgoingMessage) => Promise<void>;

/** What the routes that take logs share. */
export interface IntakeDeps {
  admit: Admit;
  publish: PublishLogs;
}

/** Headers of an answer, which admission gives. */
type Headers = Record<string, string>;

/** A request whose sender is known. */
export interface Intake {
  request: IngestRequest;
  credential: Credential;
  receivedAt: string;
  /** Headers of its admission; `undefined`: it waits for the tenant. */
  early: Headers | undefined;
}

/**
 * Admits a request before any work on its body, at the cost of what was sent, where its tenant is
 * known by then.
 */
export async function admitEarly(
  admit: Admit,
  { tenantId }: Credential,
  bytes: number,
): Promise<Headers | undefined> {
  return tenantId === undefined ? undefined : admit(tenantId, bytes);
}

/** Admits each tenant of a request that was not admitted early, at the cost of its own logs. */
export async function admitAll(
  admit: Admit,
  bytes: ReadonlyMap<string, number>,
): Promise<Headers | undefined> {
  const headers = await Promise.all([...bytes].map(([tenantId, size]) => admit(tenantId, size)));
  return headers[0];
}

/** Publishes all messages at once, and rejects when one of them is not known to be there. */
export async function publishAll(publish: PublishLogs, messages: OutgoingMessage[]): Promise<void> {
  // All are waited for: an instance may be frozen once it has answered.
  const published = await Promise.allSettled(messages.map((message) => publish(message)));
  const failed = published.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** Writes down what of a request was taken; `bytes` has its tenants. */
export function tellTaken(
  { facts }: IngestRequest,
  source: Source,
  logs: number,
  rejected: number,
  bytes: ReadonlyMap<string, number>,
): void {
  facts.taken = { source, logs, rejected };
  if (bytes.size === 1) [facts.tenantId] = bytes.keys();
}
