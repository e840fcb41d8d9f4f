import { MAX_MSGPACK_LISTS } from '../../../limits.js';
import {
  BadMsgpack,
  isArray,
  isMap,
  isText,
  readHead,
  type ScannedValue,
  scanValue,
} from './scan.js';

/** A value of a list, and the tag of the list that it is in, if it has one. */
export interface Listed extends ScannedValue {
  tag?: ScannedValue | undefined;
}

/**
 * The whole logs in an array whose end is missing, as the last value of a body: those in a list, and
 * those in a message of fluentd's forward protocol. Ends at the fault.
 */
export function* scanCutList(
  body: Buffer,
  start: number,
  tag?: ScannedValue,
  left = MAX_MSGPACK_LISTS,
): Generator<Listed> {
  const head = headOf(body, start);
  if (left === 0 || head === undefined || !isArray(body[start])) return;
  const first = start + head.size;
  const second = scanned(body, first)?.end;
  if (isText(body[first]) && head.children <= 4) {
    if (second !== undefined && isArray(body[second])) {
      yield* scanCutList(body, second, scanValue(body, first), left - 1);
    }
    return;
  }
  // Of a time, perhaps with metadata, and a record, the record is cut off.
  const isList = isMap(body[first]) || (isArray(body[first]) && isArray(body[second ?? -1]));
  if (head.children === 2 && !isList) return;
  let at = first;
  for (let item = scanned(body, at); item !== undefined; item = scanned(body, at)) {
    if (isArray(body[at]) || isMap(body[at]) || isText(body[at])) yield { ...item, tag };
    at = item.end;
  }
  yield* scanCutList(body, at, tag, left - 1);
}

function headOf(body: Buffer, at: number): { size: number; children: number } | undefined {
  return unlessBad(() => readHead(body, at));
}

/** The value at `at`; `undefined` if it is cut off. */
function scanned(body: Buffer, at: number): ScannedValue | undefined {
  return unlessBad(() => scanValue(body, at));
}

function unlessBad<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof BadMsgpack) return undefined;
    throw error;
  }
}
