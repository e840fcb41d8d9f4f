import { Timestamp } from 'firebase-admin/firestore';

import { isRecord } from '../lib/is-record.js';
import { toInstant, toTimestamp } from './firestore.js';

/** A document of the contract as Firestore stores it: with a `Timestamp` for each instant. */
export function toFirestore(document: object): Record<string, unknown> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- an object of an object
  return map(document, (value) => (isInstant(value) ? toTimestamp(value) : undefined)) as Record<
    string,
    unknown
  >;
}

/** The other way round. The functions alone write these documents, in the form of the contract. */
// oxlint-disable-next-line no-unnecessary-type-parameters
export function fromFirestore<T extends object>(fields: object): T {
  // oxlint-disable-next-line no-unsafe-type-assertion -- whoever asks says which form that is
  return map(fields, toInstant) as T;
}

/** A `Timestamp` in milliseconds since 1970; 0 for anything else. */
export const millisOf = (time: unknown) => (time instanceof Timestamp ? time.toMillis() : 0);

function map(value: unknown, replace: (value: unknown) => unknown): unknown {
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.map((item) => map(item, replace));
  if (!isRecord(value) || value instanceof Timestamp) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, map(item, replace)]),
  );
}

function isInstant(value: unknown): value is { seconds: number; nanos: number } {
  return (
    isRecord(value) && typeof value['seconds'] === 'number' && typeof value['nanos'] === 'number'
  );
}
