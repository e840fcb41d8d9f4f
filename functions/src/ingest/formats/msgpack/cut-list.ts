import { MAX_MSGPACK_LISTS } from '../../../limits.js';
import {
  isArray,
  isMap,
  isText,
  readHead,
  type ScannedValue,
  scanValue,
  unlessBad,
} from './scan.js';

/** A value of a list, and the list's tag, if it has one. */
export interface Listed extends ScannedValue {
  tag?: ScannedValue | undefined;
}

/**
 * The complete logs in an array that is cut off, the last value of its body: a list of logs, or a
 * message of fluentd's forward protocol. Ends where the data does.
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
  // A single pair of a time, perhaps with metadata, and a record: its record is cut off.
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
