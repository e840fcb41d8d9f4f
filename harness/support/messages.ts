import type { Log, LogMessage } from '../../functions/src/contract/log-message.js';
import type { ReceivedMessage } from '../../functions/src/process/decode.js';

export const RECEIVED_AT = '2024-01-15T10:30:00.123Z';

export function logMessage(tenantId: string, ...logs: Log[]): LogMessage {
  return {
    version: 1,
    tenant_id: tenantId,
    source: 'json_upload',
    received_at: RECEIVED_AT,
    logs,
  };
}

export const REQUEST_ID = 'req_of_the_test';

let next = 0;

/** As Pub/Sub would deliver it: bytes as they are, anything else as JSON. */
export function received(payload: unknown): ReceivedMessage {
  next += 1;
  return {
    messageId: `m${next}`,
    data: Buffer.isBuffer(payload) ? payload : Buffer.from(JSON.stringify(payload)),
    deliveryAttempt: 1,
    origin: { requestId: REQUEST_ID, traceparent: undefined },
  };
}
