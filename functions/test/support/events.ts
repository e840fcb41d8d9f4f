import assert from 'node:assert/strict';

import { type EventName, EVENTS } from '../../src/telemetry/events.js';
import type { Field } from '../../src/telemetry/field.js';

/** A line of the functions' own logs. */
export interface LoggedEvent {
  event: EventName;
  severity: string;
  request_id?: string;
  [field: string]: unknown;
}

const TRACE = 'logging.googleapis.com/trace';
const SPAN = 'logging.googleapis.com/spanId';
const SAMPLED = 'logging.googleapis.com/trace_sampled';
/** The platform's own: which execution wrote the line. */
const LABELS = 'logging.googleapis.com/labels';

/** What every line may have beside its event's fields. */
const COMMON = new Set(['severity', 'message', 'event', TRACE, SPAN, SAMPLED, LABELS]);

/** The events among the lines that a process wrote, each held against the catalogue. */
export function eventsIn(output: readonly string[]): LoggedEvent[] {
  return output.filter((line) => line.includes('"event":')).map(parseEvent);
}

/** Specs that hold what real processes write against the catalogue; each has its part of it. */
export type Part = 'intake' | 'alerts' | 'console';

/**
 * The events that one of them has to see. Each event is in one part: a new one fails the spec of its
 * part until that makes it happen.
 */
export function eventsOf(part: Part): EventName[] {
  return EVENT_NAMES.filter((name) => partOf(name) === part);
}

const EVENT_NAMES = Object.keys(EVENTS).filter((name): name is EventName =>
  Object.hasOwn(EVENTS, name),
);

function partOf(name: EventName): Part {
  if (name.startsWith('console_')) return 'console';
  return /^(alerts?|absence|notice)_/.test(name) ? 'alerts' : 'intake';
}

/** The trace that a line is joined to, whole: trace, span, whether it is sampled. */
export function traceOf(event: LoggedEvent): unknown[] {
  return [event[TRACE], event[SPAN], event[SAMPLED]];
}

function parseEvent(line: string): LoggedEvent {
  const event = JSON.parse(line) as LoggedEvent;
  assert.ok(Object.hasOwn(EVENTS, event.event), `no such event: ${line}`);
  const { severity, fields } = EVENTS[event.event];
  assert.equal(event.severity, severity, line);
  assert.equal(event['message'], event.event, line);
  const known: Record<string, Field> = fields;
  for (const [name, { optional }] of Object.entries(known)) {
    assert.ok(optional || name in event, `${name} is missing: ${line}`);
  }
  for (const [name, value] of Object.entries(event)) {
    if (COMMON.has(name)) continue;
    const field = known[name];
    assert.ok(field !== undefined, `${name} is not in the catalogue: ${line}`);
    if (field.type === 'integer') assert.ok(Number.isSafeInteger(value), line);
    else assert.equal(typeof value, 'string', line);
    if (field.values !== undefined) assert.ok(field.values.includes(String(value)), line);
  }
  return event;
}
