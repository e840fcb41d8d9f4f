import { isRecord } from '../../lib/is-record.js';
import { readSeverity } from '../../contract/severity.js';
import { readTimestamp } from '../../contract/timestamp.js';
import { type FieldError, jsonPointer } from '../http/problem.js';

/** The names by which other loggers call a field, most telling first. */
const TEXT_NAMES = ['message', 'msg', 'log', 'body'];
const TIME_NAMES = ['time', '@timestamp', 'ts'];
const LEVEL_NAMES = ['level', 'lvl', 'levelname', 'log.level'];

/** The fields that the gateway has a name for, and the others. */
export interface Fields {
  known: Record<string, unknown>;
  foreign: Map<string, unknown>;
}

/** Gives what other loggers call otherwise the gateway's names, as far as it can be read. */
export function translate(fields: Fields): FieldError[] {
  takeText(fields);
  takeTimestamp(fields);
  takeSeverity(fields);
  return collectAttributes(fields);
}

/**
 * Where `text` is absent, the first other name of it that holds a text. Where there is none, but
 * other fields, the text is all of these as JSON: the log says what it says in its fields.
 */
function takeText({ known, foreign }: Fields): void {
  if (known['text'] !== undefined || foreign.size === 0) return;
  for (const name of TEXT_NAMES) {
    const value = foreign.get(name);
    if (typeof value === 'string' && value.trim() !== '') {
      known['text'] = value;
      foreign.delete(name);
      return;
    }
  }
  known['text'] = JSON.stringify(Object.fromEntries(foreign));
}

/** Another name's value that is not a time stays in the attributes: it may mean something else. */
function takeTimestamp({ known, foreign }: Fields): void {
  const own = known['timestamp'];
  if (own !== undefined) {
    // What cannot be read is left for the schema to refuse.
    known['timestamp'] = readTimestamp(own) ?? (typeof own === 'number' ? String(own) : own);
    return;
  }
  for (const name of TIME_NAMES) {
    const time = foreign.has(name) ? readTimestamp(foreign.get(name)) : undefined;
    if (time !== undefined) {
      known['timestamp'] = time;
      foreign.delete(name);
      return;
    }
  }
}

/** A severity that nobody knows stays in the attributes, and so does a number. */
function takeSeverity({ known, foreign }: Fields): void {
  const own = known['severity'];
  if (own !== undefined) {
    delete known['severity'];
    foreign.set('severity', own);
  }
  for (const name of ['severity', ...LEVEL_NAMES]) {
    const level = foreign.get(name);
    const severity = level === undefined ? undefined : readSeverity(level);
    if (severity !== undefined) {
      known['severity'] = severity;
      if (typeof level === 'string') foreign.delete(name);
      return;
    }
  }
}

/**
 * Moves fields that the gateway has no name for into `attributes`: nothing sent is dropped.
 * Returns those that `attributes` holds already, with another value for the same name.
 */
function collectAttributes({ known, foreign }: Fields): FieldError[] {
  if (foreign.size === 0) return [];
  const own = known['attributes'] ?? {};
  // The schema says so, with the place.
  if (!isRecord(own)) return [];
  const twice = [...foreign.keys()].filter((name) => Object.hasOwn(own, name));
  // fromEntries defines properties, so that even a field named __proto__ arrives as one.
  known['attributes'] = Object.fromEntries([...Object.entries(own), ...foreign]);
  return twice.map((name) => ({
    pointer: jsonPointer([name]),
    detail: 'is given twice: at the top and in attributes',
  }));
}
