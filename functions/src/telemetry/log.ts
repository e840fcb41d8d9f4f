import * as logger from 'firebase-functions/logger';

import { settings } from '../config.js';
import { describeError, type ErrorFields } from './describe-error.js';
import { type EventFields, type EventName, EVENTS, SEVERITIES } from './events.js';
import type { Origin } from '../contract/origin.js';
import { traceFields } from './trace-fields.js';
import { namedProject } from '../lib/project-id.js';
import { once } from '../lib/once.js';

/** Those that the writer fills in. */
type Joined = 'request_id';

type Told<Name extends EventName> = Omit<EventFields<Name>, Joined>;

/** Events that tell of an error. */
type FailureName = {
  [Name in EventName]: 'error' extends keyof EventFields<Name> ? Name : never;
}[EventName];

/**
 * The gateway's own logs: an event of the catalogue a line, joined to the request that it comes
 * from. Log text, attributes and keys never go in.
 */
export function logEvent<Name extends EventName>(
  name: Name,
  fields: Told<Name>,
  origin?: Origin,
): void {
  write(name, fields, origin);
}

/** The same for a failure: tells of `error` what is safe to tell. */
export function logFailure<Name extends FailureName>(
  name: Name,
  error: unknown,
  fields: Omit<Told<Name>, keyof ErrorFields>,
  origin?: Origin,
): void {
  write(name, { ...fields, ...describeError(error) }, origin);
}

/** Read once: it stands in the environment. */
const least = once(() => rank(settings().logLevel));
const projectId = once(namedProject);

function write(name: EventName, fields: object, origin: Origin | undefined): void {
  const { severity } = EVENTS[name];
  if (SEVERITIES.indexOf(severity) < least()) return;
  const project = projectId();
  const line = {
    severity,
    message: name,
    event: name,
    ...fields,
    request_id: origin?.requestId,
    ...(origin?.traceparent !== undefined &&
      project !== undefined &&
      traceFields(origin.traceparent, project)),
  };
  // With an origin as its own JSON: the logger would clone it, and put the trace of a delivery,
  // which is another one each time, in the place of the request's.
  logger.write(origin === undefined ? line : { severity, toJSON: () => line });
}

/** A level that nobody knows counts as INFO: better too much said than nothing. */
function rank(level: string): number {
  const index = SEVERITIES.findIndex((severity) => severity === level.toUpperCase());
  return index < 0 ? SEVERITIES.indexOf('INFO') : index;
}
