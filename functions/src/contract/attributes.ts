import { z } from 'zod';

import { MAX_ATTRIBUTE_COUNT, MAX_ATTRIBUTE_DEPTH, MAX_ATTRIBUTE_NAME_BYTES } from '../limits.js';
import { isRecord } from '../lib/is-record.js';
import { utf8Bytes } from './text.js';

/** A value in a log's attributes: any JSON, but no array directly inside another. */
export type AttributeValue =
  string | number | boolean | null | AttributeValue[] | { [name: string]: AttributeValue };

export type Attributes = { [name: string]: AttributeValue };

type Path = (string | number)[];
type Report = (path: Path, detail: string) => void;

/**
 * Structured data beside a log's text, in a form that Firestore can store exactly. The intake
 * converts attributes to it (`ingest/reading/fit-attributes.ts`); the worker validates them again.
 */
export const attributesSchema = z
  .custom<Attributes>((value) => isRecord(value), { error: 'must be an object', abort: true })
  .check(({ value, issues }) => {
    checkAttributes(value, (path, message) => {
      issues.push({ code: 'custom', input: undefined, path, message });
    });
  });

function checkAttributes(attributes: Attributes, report: Report): void {
  let count = 0;
  const walk = (value: unknown, path: Path): void => {
    count += 1;
    if (path.length > MAX_ATTRIBUTE_DEPTH) {
      report(path, `is nested deeper than ${MAX_ATTRIBUTE_DEPTH}`);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        const itemPath = [...path, index];
        if (Array.isArray(item)) {
          report(itemPath, 'is an array directly inside an array, which Firestore cannot hold');
        } else {
          walk(item, itemPath);
        }
      }
    } else if (isRecord(value)) {
      for (const [name, item] of Object.entries(value)) {
        const itemPath = [...path, name];
        if (isFieldName(name)) walk(item, itemPath);
        else report(itemPath, 'has a name that Firestore does not accept');
      }
    } else if (!isScalar(value)) {
      report(path, 'is not a value that JSON and Firestore can store exactly');
    }
  };
  walk(attributes, []);
  // The outermost map does not count as a value.
  if (count - 1 > MAX_ATTRIBUTE_COUNT) {
    report([], `contain ${count - 1} values: at most ${MAX_ATTRIBUTE_COUNT} are allowed`);
  }
}

/** Firestore's rules for field names: https://firebase.google.com/docs/firestore/quotas#limits */
export function isFieldName(name: string): boolean {
  return (
    name !== '' &&
    !(name.startsWith('__') && /^__.*__$/s.test(name)) &&
    name.isWellFormed() &&
    (name.length * 3 <= MAX_ATTRIBUTE_NAME_BYTES || utf8Bytes(name) <= MAX_ATTRIBUTE_NAME_BYTES)
  );
}

function isScalar(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed();
  if (typeof value === 'number') return isExact(value);
  return typeof value === 'boolean' || value === null;
}

/** Whether a number is exactly the one that was sent: JSON.parse rounds integers beyond 2^53. */
export function isExact(number: number): boolean {
  return Number.isInteger(number) ? Number.isSafeInteger(number) : Number.isFinite(number);
}
