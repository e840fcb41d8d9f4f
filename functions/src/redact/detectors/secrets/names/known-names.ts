import { unitAt } from '../../../chars.js';
import { isNameOfPair } from './pair-names.js';
import { isLastOfSeveral, secrecyOf, type Secrecy } from './secrecy.js';

/** What is known about a name, so that no string is created for one that was seen before. */
export interface KnownName {
  name: string;
  secrecy: Secrecy | undefined;
  /** Whether its value is another value's name: `name`, `headerName`. */
  isNameOfPair: boolean;
  isLastOfSeveral: boolean;
}

/** As many names as one kind of log has; more is a sign of generated names. */
const MAX_KNOWN = 2_000;
const SLOTS = 8_192;
const MAX_PROBES = 8;
let slots: (KnownName | undefined)[] = [];
let size = 0;

/** Looks up the name from `start` to `end` of a text. */
export function knownName(text: string, start: number, end: number): KnownName {
  if (slots.length === 0 || size >= MAX_KNOWN) {
    slots = Array.from({ length: SLOTS });
    size = 0;
  }
  let hash = end - start;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + unitAt(text, at)) | 0;
  hash ^= hash >>> 15;
  for (let probe = 0; probe < MAX_PROBES; probe++) {
    const slot = (hash + probe) & (SLOTS - 1);
    const known = slots[slot];
    if (known === undefined) {
      const added = judged(text.slice(start, end));
      slots[slot] = added;
      size++;
      return added;
    }
    if (isSame(known.name, text, start, end)) return known;
  }
  return judged(text.slice(start, end));
}

function isSame(name: string, text: string, start: number, end: number): boolean {
  if (name.length !== end - start) return false;
  for (let at = 0; at < name.length; at++) {
    if (unitAt(name, at) !== unitAt(text, start + at)) return false;
  }
  return true;
}

function judged(slice: string): KnownName {
  // A copy, since a slice would keep the whole text in memory.
  const name = Buffer.from(slice, 'utf16le').toString('utf16le');
  return {
    name,
    secrecy: secrecyOf(name),
    isNameOfPair: isNameOfPair(name),
    isLastOfSeveral: isLastOfSeveral(name),
  };
}
