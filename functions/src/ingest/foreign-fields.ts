import { isRecord } from '../contract/is-record.js';
import { type FieldError, jsonPointer } from './problem.js';

/** The names by which other loggers call the text, most telling first. */
const TEXT_ALIASES = ['message', 'msg', 'log', 'body'];

/** Where `text` is absent, moves the first alias that holds a string there. */
export function takeText(known: Record<string, unknown>, foreign: Map<string, unknown>): void {
  if (known['text'] !== undefined) return;
  const alias = TEXT_ALIASES.find((name) => typeof foreign.get(name) === 'string');
  if (alias === undefined) return;
  known['text'] = foreign.get(alias);
  foreign.delete(alias);
}

/**
 * Moves fields that the gateway has no name for into `attributes`: nothing sent is dropped.
 * Returns those that `attributes` holds already, with another value for the same name.
 */
export function collectAttributes(
  known: Record<string, unknown>,
  foreign: ReadonlyMap<string, unknown>,
): FieldError[] {
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
