import * as logger from 'firebase-functions/logger';

import { settings } from '../config.js';
import { describeError, type ErrorFields } from './describe-error.js';
import { type EventFields, type EventName, EVENTS, SEVERITIES } from './events.js';
import type { Origin } from '../contract/origin.js';
import { traceFields } from './trace-fields.js';
import { namedProject } from '../lib/project-id.js';
import { once } from '../lib/once.js';

/** Fields that the writer fills in. */
type Joined = 'request_id';

type Told<Name extends EventName> = Omit<EventFields<Name>, Joined>;

/** Events that report an error. */
type FailureName = {
  [Name in EventName]: 'error' extends keyof EventFields<Name> ? Name : never;
}[EventName];

/**
 * Writes the gateway's own logs: one event of the catalogue per line, linked to the request that
 * caused it. Log text, attributes and keys never appear in them.
 */
export function logEvent<Name extends EventName>(
  name: Name,
  fields: Told<Name>,
  origin?: Origin,
): void {
  write(name, fields, origin);
}

/** The same for a failure: adds the fields of `error` that are safe to log. */
export function logFailure<Name extends FailureName>(
  name: Name,
  error: unknown,
  fields: Omit<Told<Name>, keyof ErrorFields>,
  origin?: Origin,
): void {
  write(name, { ...fields, ...describeError(error) }, origin);
}

/** Read once: the environment does not change. */
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
  // With an origin, as its own JSON: otherwise the logger would clone it and replace the request's
  // trace with the delivery's, which differs each time.
  logger.write(origin === undefined ? line : { severity, toJSON: () => line });
}

/** Unknown levels count as INFO: better too many logs than none. */
function rank(level: string): number {
  const index = SEVERITIES.findIndex((severity) => severity === level.toUpperCase());
  return index < 0 ? SEVERITIES.indexOf('INFO') : index;
}
