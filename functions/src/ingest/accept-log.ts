import { type LogMessage, MESSAGE_VERSION } from '../contract/log-message.js';
import type { Admit } from './admit.js';
import type { Authenticate } from './authenticate.js';
import { type IngestRequest, type IngestResponse, json } from './http.js';
import { normalise } from './normalise.js';
import { parseBody } from './parse-body.js';

/** Resolves once Pub/Sub has the message for good; rejects when that is not known. */
export type PublishLogs = (message: LogMessage) => Promise<void>;

export interface AcceptLogDeps {
  authenticate: Authenticate;
  admit: Admit;
  publish: PublishLogs;
  now: () => Date;
}

/**
 * `POST /ingest`: authenticate → admit → parse → normalise → publish → 202. Throws
 * {@link Problem}s.
 */
export function createAcceptLog({ authenticate, admit, publish, now }: AcceptLogDeps) {
  return async (request: IngestRequest): Promise<IngestResponse> => {
    const receivedAt = now().toISOString();
    const credential = await authenticate(request);
    const bytes = request.body.length;
    // Before any work on the body, where the tenant is known by then.
    const early = credential.tenantId && (await admit(credential.tenantId, bytes));
    const { source, fields } = parseBody(request);
    const { tenantId, log } = normalise(fields, request, credential);
    const headers = early || (await admit(tenantId, bytes));
    await publish({
      version: MESSAGE_VERSION,
      tenant_id: tenantId,
      source,
      received_at: receivedAt,
      logs: [log],
    });
    const body = {
      status: 'accepted',
      log_id: log.log_id,
      message: 'Data queued for processing',
    };
    return json(202, body, headers);
  };
}
