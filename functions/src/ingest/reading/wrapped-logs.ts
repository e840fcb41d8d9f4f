import type { Repair } from '../../contract/repairs.js';
import { isBlank } from '../../contract/text.js';
import { isRecord } from '../../lib/is-record.js';
import { setOwn } from '../../lib/set-own.js';
import { MAX_REQUEST_BYTES, MAX_WRAPPER_FIELDS } from '../../limits.js';
import type { SentLog } from '../formats/format.js';
import { isKnownName } from './known-fields.js';
import { textByShape } from './logger-shapes.js';

/** Names under which clients send a list of logs: Azure, Serilog’s HTTP sink, New Relic. */
const LISTS = ['logs', 'events', 'records', 'entries'] as const;

/** How a wrapper's list begins, after its few other fields: one may hold as many values as a body. */
const LIST = /"(?:logs|events|records|entries)"\s{0,32}:\s{0,32}\[/;
const BEFORE_LIST = 4_096;

/** Whether a value seems to be a wrapper. */
export function beginsWrapper(body: Buffer, start: number): boolean {
  return LIST.test(body.toString('latin1', start, start + BEFORE_LIST));
}

/**
 * The logs of an object that is not a log but wraps a list of them: it has no text, time, level or id of
 * its own, and each item has a text or a time. Its other fields are kept with each log. `undefined`
 * for any other object.
 */
export function wrappedIn(
  value: Record<string, unknown>,
  repairs: readonly Repair[],
): Generator<SentLog> | undefined {
  const list = LISTS.find((name) => Array.isArray(value[name]));
  const found = list === undefined ? undefined : value[list];
  if (!Array.isArray(found)) return undefined;
  const items: unknown[] = found;
  const names = Object.keys(value).filter((name) => name !== list);
  if (items.length === 0 || names.length > MAX_WRAPPER_FIELDS) return undefined;
  if (names.some((name) => isKnownName(name) && name !== 'tenant_id')) return undefined;
  if (textByShape((name) => value[name]) !== undefined) return undefined;
  if (!items.every(list === 'logs' ? isLogOrText : isLog)) return undefined;
  // Each log gets a copy of the other fields; all copies together may be no larger than a request.
  const outerBytes = names.reduce((sum, name) => sum + JSON.stringify(value[name]).length, 0);
  if (outerBytes * items.length > MAX_REQUEST_BYTES) return undefined;
  return unwrap();

  function* unwrap(): Generator<SentLog> {
    const byItem = Map.groupBy(repairs, ({ pointer }) => placeOf(pointer, list ?? ''));
    for (const [index, item] of items.entries()) {
      const own = byItem.get(String(index)) ?? [];
      const place = `/${list}/${index}`;
      const made = [
        ...(byItem.get(undefined) ?? []).map(({ repair }) => ({ pointer: '', repair })),
        ...own.map(({ pointer, repair }) => ({ pointer: pointer.slice(place.length), repair })),
      ];
      const fields = isRecord(item) ? item : { text: item };
      yield { fields: withOuter(fields), ...(made.length > 0 && { repairs: made }) };
    }
  }

  /** An item’s own values take precedence; the wrapper’s values of the same names are kept together. */
  function withOuter(item: Record<string, unknown>): Record<string, unknown> {
    if (names.length === 0) return item;
    const fields: Record<string, unknown> = {};
    let outer: Record<string, unknown> | undefined;
    for (const name of names) {
      if (Object.hasOwn(item, name)) setOwn((outer ??= {}), name, value[name]);
      else setOwn(fields, name, value[name]);
    }
    for (const name of Object.keys(item)) setOwn(fields, name, item[name]);
    if (outer === undefined) return fields;
    let name = 'wrapper';
    while (Object.hasOwn(fields, name)) name += '_';
    return { ...fields, [name]: outer };
  }
}

/** The index in a pointer such as `/logs/5/name`; `undefined` if it leads elsewhere. */
function placeOf(pointer: string, list: string): string | undefined {
  const [, first, index] = pointer.split('/', 3);
  return first === list ? index : undefined;
}

/** Names of a text or a time. */
const TELLING = [
  'message',
  'msg',
  'text',
  'log',
  'body',
  'Message',
  '@m',
  '@mt',
  'MessageTemplate',
  'RenderedMessage',
  'timestamp',
  '@timestamp',
  'time',
  'ts',
  '@t',
  'Timestamp',
];

function isLog(item: unknown): boolean {
  return isRecord(item) && TELLING.some((name) => item[name] !== undefined && item[name] !== '');
}

function isLogOrText(item: unknown): boolean {
  return typeof item === 'string' ? !isBlank(item) : isLog(item);
}
