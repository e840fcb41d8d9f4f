import { isUtf8 } from 'node:buffer';

import { MAX_REQUEST_VALUES } from '../../../limits.js';
import {
  BadMsgpack,
  contentOf,
  isArray,
  isMap,
  isText,
  readHead,
  scanMsgpack,
  scanValue,
  TooManyValues,
} from './scan.js';

/** Arrays around a record: a list of messages, each with a list of pairs of a time and a record. */
const MAX_LISTS = 4;

/** Values of an array among which a record is looked for: a message has a tag and a time before it. */
const MAX_BEFORE = 3;

/** A cheap test that nearly all other bodies fail. */
export function mayBeMsgpack(body: Buffer): boolean {
  return isMap(body[0]) || isArray(body[0]);
}

/**
 * Whether a body is msgpack, whatever its media type: nothing but maps with names, or arrays of such
 * maps. Text in Latin-1 may begin with these bytes, but does not continue like that to its end, nor for
 * as many values as a request may have: a body with more is refused as msgpack.
 */
export function isMsgpack(body: Buffer): boolean {
  if (!mayBeMsgpack(body)) return false;
  try {
    for (const { start } of scanMsgpack(body, MAX_REQUEST_VALUES)) {
      if (!hasRecord(body, start)) return false;
    }
    return true;
  } catch (error) {
    if (error instanceof BadMsgpack) return error instanceof TooManyValues;
    throw error;
  }
}

function hasRecord(body: Buffer, at: number, listsLeft = MAX_LISTS): boolean {
  const { size, children } = readHead(body, at);
  if (isMap(body[at])) return children > 0 && isName(body, at + size);
  if (!isArray(body[at]) || listsLeft === 0) return false;
  let child = at + size;
  for (let left = Math.min(children, MAX_BEFORE); left > 0; left -= 1) {
    if (hasRecord(body, child, listsLeft - 1)) return true;
    child = scanValue(body, child).end;
  }
  return false;
}

function isName(body: Buffer, at: number): boolean {
  if (!isText(body[at])) return false;
  const name = contentOf(body, scanValue(body, at));
  return name.length > 0 && isUtf8(name);
}
