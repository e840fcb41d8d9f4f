import { z } from 'zod';

import {
  MAX_ATTRIBUTE_COUNT,
  MAX_ATTRIBUTE_DEPTH,
  MAX_ATTRIBUTE_NAME_BYTES,
  MAX_ATTRIBUTES_BYTES,
} from '../limits.js';
import { isRecord } from '../lib/is-record.js';
import { utf8Bytes } from './text.js';

/** What a log's attributes may hold: JSON, less an array directly in an array. */
export type AttributeValue =
  string | number | boolean | null | AttributeValue[] | { [name: string]: AttributeValue };

export type Attributes = { [name: string]: AttributeValue };

type Path = (string | number)[];
type Report = (path: Path, detail: string) => void;

/** Structured data beside a log's text, in a form that Firestore can hold exactly. */
export const attributesSchema = z
  .custom<Attributes>((value) => isRecord(value), { error: 'must be an object', abort: true })
  .check(({ value, issues }) => {
    checkAttributes(value, (path, message) => {
      issues.push({ code: 'custom', input: undefined, path, message });
    });
  });

function checkAttributes(attributes: Attributes, report: Report): void {
  let count = 0;
  let tooDeep = false;
  const walk = (value: unknown, path: Path): void => {
    count += 1;
    if (path.length > MAX_ATTRIBUTE_DEPTH) {
      tooDeep = true;
      report(path, `is nested deeper than ${MAX_ATTRIBUTE_DEPTH}`);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const itemPath = [...path, index];
        if (Array.isArray(item)) {
          report(itemPath, 'is an array directly in an array, which Firestore cannot hold');
        } else {
          walk(item, itemPath);
        }
      }
    } else if (isRecord(value)) {
      for (const [name, item] of Object.entries(value)) {
        const itemPath = [...path, name];
        const fault = nameFault(name);
        if (fault === undefined) walk(item, itemPath);
        else report(itemPath, fault);
      }
    } else {
      const fault = scalarFault(value);
      if (fault !== undefined) report(path, fault);
    }
  };
  walk(attributes, []);
  // The outermost map is not a value of its own.
  if (count - 1 > MAX_ATTRIBUTE_COUNT) {
    report([], `hold ${count - 1} values: at most ${MAX_ATTRIBUTE_COUNT} are taken`);
  }
  // Serialising recurses as deep as the value goes.
  if (tooDeep) return;
  const bytes = utf8Bytes(JSON.stringify(attributes));
  if (bytes > MAX_ATTRIBUTES_BYTES) {
    report([], `take ${bytes} bytes: at most ${MAX_ATTRIBUTES_BYTES} fit`);
  }
}

/** Firestore's rules for a field name: https://firebase.google.com/docs/firestore/quotas#limits */
function nameFault(name: string): string | undefined {
  if (name === '') return 'has an empty name';
  if (/^__.*__$/s.test(name)) return 'has a name of the form "__…__", which Firestore reserves';
  if (!name.isWellFormed()) return 'has a lone surrogate in its name';
  if (utf8Bytes(name) > MAX_ATTRIBUTE_NAME_BYTES) {
    return `has a name of more than ${MAX_ATTRIBUTE_NAME_BYTES} bytes`;
  }
  return undefined;
}

function scalarFault(value: unknown): string | undefined {
  if (typeof value === 'string') {
    return value.isWellFormed() ? undefined : 'holds a lone surrogate: send whole characters';
  }
  if (typeof value === 'number') {
    // JSON.parse has already rounded these: better refused than stored wrong.
    return !Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))
      ? 'is a number beyond 2^53 and would be rounded: send it as a string'
      : undefined;
  }
  return typeof value === 'boolean' || value === null ? undefined : 'must be a JSON value';
}
