import { isRequestId, newRequestId } from './ids.js';
import { readTraceparent } from './traceparent.js';

/** The request that logs arrived in: it is used to follow them from function to function. */
export interface Origin {
  /** Its X-Request-Id. Absent only for messages that an older version published. */
  requestId: string | undefined;
  /** W3C trace context, version 00. */
  traceparent: string | undefined;
}

export interface RequestOrigin extends Origin {
  requestId: string;
}

/** From a request's headers; an X-Request-Id that is not usable is replaced by a new one. */
export function originOfRequest(header: (name: string) => string | undefined): RequestOrigin {
  const sent = header('x-request-id');
  return {
    requestId: sent !== undefined && isRequestId(sent) ? sent : newRequestId(),
    traceparent: readTraceparent(header('traceparent'), header('x-cloud-trace-context')),
  };
}

/**
 * Names of the attributes that carry it in Pub/Sub messages. The trace has the name that Google’s
 * own client libraries use: https://cloud.google.com/pubsub/docs/open-telemetry-tracing
 */
const REQUEST_ID = 'request_id';
const TRACEPARENT = 'googclient_traceparent';

/**
 * Attributes of a message rather than part of its data: a worker of an older version, which keeps
 * running for a while during a deployment, would reject unknown fields.
 */
export function originAttributes({ requestId, traceparent }: Origin): Record<string, string> {
  return {
    ...(requestId !== undefined && { [REQUEST_ID]: requestId }),
    ...(traceparent !== undefined && { [TRACEPARENT]: traceparent }),
  };
}

/** Omits invalid values: anyone who may publish can set attributes. */
export function originOf(attributes: Readonly<Record<string, string>>): Origin {
  const requestId = attributes[REQUEST_ID];
  return {
    requestId: requestId !== undefined && isRequestId(requestId) ? requestId : undefined,
    traceparent: readTraceparent(attributes[TRACEPARENT]),
  };
}
