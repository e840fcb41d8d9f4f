import { isRequestId, newRequestId } from './ids.js';
import { readTraceparent } from './traceparent.js';

/** The request that logs came in: by it they are followed from function to function. */
export interface Origin {
  /** Its X-Request-Id. Absent only for messages that an older version published. */
  requestId: string | undefined;
  /** W3C trace context, version 00. */
  traceparent: string | undefined;
}

export interface RequestOrigin extends Origin {
  requestId: string;
}

/** That of a request; an X-Request-Id that may not stand as it is, is left out for a new one. */
export function originOfRequest(header: (name: string) => string | undefined): RequestOrigin {
  const sent = header('x-request-id');
  return {
    requestId: sent !== undefined && isRequestId(sent) ? sent : newRequestId(),
    traceparent: readTraceparent(header('traceparent'), header('x-cloud-trace-context')),
  };
}

/**
 * Names of the attributes that carry it in Pub/Sub messages. The trace has the name that Google’s
 * own client libraries give it: https://cloud.google.com/pubsub/docs/open-telemetry-tracing
 */
const REQUEST_ID = 'request_id';
const TRACEPARENT = 'googclient_traceparent';

/**
 * As attributes of a message, not as part of its data: a worker of an older version, which runs on
 * for a while during a deployment, would refuse a field that it does not know.
 */
export function originAttributes({ requestId, traceparent }: Origin): Record<string, string> {
  return {
    ...(requestId !== undefined && { [REQUEST_ID]: requestId }),
    ...(traceparent !== undefined && { [TRACEPARENT]: traceparent }),
  };
}

/** Leaves out what is not valid: anyone who may publish can write attributes. */
export function originOf(attributes: Readonly<Record<string, string>>): Origin {
  const requestId = attributes[REQUEST_ID];
  return {
    requestId: requestId !== undefined && isRequestId(requestId) ? requestId : undefined,
    traceparent: readTraceparent(attributes[TRACEPARENT]),
  };
}
