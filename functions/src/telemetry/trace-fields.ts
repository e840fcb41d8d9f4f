/**
 * The fields by which Cloud Logging links a log line to a trace in Cloud Trace:
 * https://cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
 */
export interface TraceFields {
  'logging.googleapis.com/trace': string;
  'logging.googleapis.com/spanId': string;
  'logging.googleapis.com/trace_sampled': boolean;
}

/** The fields for a traceparent of version 00. */
export function traceFields(traceparent: string, projectId: string): TraceFields {
  return {
    'logging.googleapis.com/trace': `projects/${projectId}/traces/${traceparent.slice(3, 35)}`,
    'logging.googleapis.com/spanId': traceparent.slice(36, 52),
    'logging.googleapis.com/trace_sampled': traceparent.endsWith('1'),
  };
}
