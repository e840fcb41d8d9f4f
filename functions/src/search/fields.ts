import type { AttributeValue, Attributes } from '../contract/attributes.js';

/** A value in a log's attributes that is not a map or an array. */
export type Scalar = string | number | boolean | null;

/** Names of a log's own fields in queries; an attribute of that name is `attributes.severity`. */
export const OWN_FIELDS = ['severity', 'source', 'log_id', 'text', 'trace'] as const;

export type OwnField = (typeof OWN_FIELDS)[number];

const OWN = new Set<string>(OWN_FIELDS);

export function isOwnField(name: string): name is OwnField {
  return OWN.has(name);
}

/**
 * Clients' names for the severity and the text, which the gateway stores as the log's own fields. In a
 * query, such a name refers to that field or to an attribute of the same name.
 */
export const SEVERITY_NAMES: ReadonlySet<string> = new Set(
  'level lvl levelname level_name loglevel log_level log.level severity_text severitytext error_severity @l @level priority levelno severity_number severitynumber messagetype verbosity'.split(
    ' ',
  ),
);
export const TEXT_NAMES: ReadonlySet<string> = new Set(
  'message msg log body @message @m renderedmessage short_message textpayload event_message eventmessage'.split(
    ' ',
  ),
);

/** Clients' names for the time. A query cannot ask for it: the time range is chosen beside the query. */
export const TIME_NAMES: ReadonlySet<string> = new Set(
  'time timestamp @timestamp ts date received_at processed_at'.split(' '),
);

/** The last part of the attribute names that carry a trace; queries ask for `trace=…`. */
const TRACE = /(?:^|[./])(?:trace[._]?id|trace|oteltraceid|traceparent)$/;

/**
 * Visits every scalar in the attributes with its path, the names joined by dots; an array's
 * elements share its path. Stops as soon as `visit` returns false.
 */
export function visitScalars(
  attributes: Attributes,
  visit: (path: string, value: Scalar) => boolean | void,
): void {
  const walk = (value: AttributeValue, path: string): boolean => {
    if (Array.isArray(value)) return value.every((item) => walk(item, path));
    if (typeof value === 'object' && value !== null) {
      for (const name of Object.keys(value)) {
        // Object.keys lists only own names, so an attribute __proto__ is read as it was sent.
        const item = value[name];
        if (item !== undefined && !walk(item, path === '' ? name : `${path}.${name}`)) return false;
      }
      return true;
    }
    return visit(path, value) !== false;
  };
  walk(attributes, '');
}

/** The trace id in an attribute of this name, if there is one, extracted from the longer forms. */
export function traceIn(foldedPath: string, value: Scalar): string | undefined {
  if (typeof value !== 'string' || value === '' || !TRACE.test(foldedPath)) return undefined;
  // W3C's is 00-TRACE-SPAN-01, Google's projects/P/traces/TRACE.
  return foldedPath.endsWith('traceparent')
    ? value.split('-', 3)[1]
    : value.slice(value.lastIndexOf('/') + 1);
}
