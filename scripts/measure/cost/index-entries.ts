import { readFileSync } from 'node:fs';

import { utf8Bytes } from '../../../functions/src/contract/text.js';
import { documentBytes } from '../../../functions/src/process/document-size.js';

/** The parts of `firestore.indexes.json` that matter here. */
export interface Indexes {
  indexes: readonly {
    collectionGroup: string;
    fields: readonly { fieldPath: string; arrayConfig?: string }[];
  }[];
  fieldOverrides: readonly {
    collectionGroup: string;
    fieldPath: string;
    indexes: readonly unknown[];
  }[];
}

/** The current `firestore.indexes.json`: the deployed indexes. */
export function projectIndexes(): Indexes {
  const file = new URL('../../../firestore.indexes.json', import.meta.url);
  const indexes: Indexes = JSON.parse(readFileSync(file, 'utf8'));
  return indexes;
}

export interface IndexEntry {
  /** The fields, for a person. */
  index: string;
  bytes: number;
}

/** Longer values are cut: https://firebase.google.com/docs/firestore/quotas#indexes */
const MAX_INDEXED_VALUE_BYTES = 1500;

/**
 * The index entries that a document makes, all indexes being of collection scope, with the bytes
 * that Firestore counts: https://firebase.google.com/docs/firestore/storage-size#index-entry-size
 */
export function indexEntries(
  { indexes, fieldOverrides }: Indexes,
  path: string,
  document: Readonly<Record<string, unknown>>,
): IndexEntry[] {
  const parts = path.split('/');
  const collection = parts.at(-2);
  const names = nameBytes(path) + nameBytes(parts.slice(0, -2).join('/')) + 32;

  const single = Object.entries(document).flatMap(([field, value]) => {
    const override = fieldOverrides.find(
      ({ collectionGroup, fieldPath }) => collectionGroup === collection && fieldPath === field,
    );
    return leaves(field, value).flatMap((leaf) => {
      // Firestore's own: ascending and descending, or one for the members of an array.
      const count = override?.indexes.length ?? (leaf.isMember ? 1 : 2);
      const bytes = names + utf8Bytes(leaf.field) + 1 + indexedBytes(leaf.value);
      return Array.from({ length: count }, () => ({ index: leaf.field, bytes }));
    });
  });

  const composite = indexes
    .filter(({ collectionGroup }) => collectionGroup === collection)
    // A document without one of the fields is not in the index.
    .filter(({ fields }) => fields.every(({ fieldPath }) => fieldPath in document))
    .flatMap(({ fields }) => {
      const index = fields.map(({ fieldPath }) => fieldPath).join(', ');
      const isArray = (field: { arrayConfig?: string }) => field.arrayConfig !== undefined;
      const bytes = fields
        .filter((field) => !isArray(field))
        .reduce((sum, { fieldPath }) => sum + indexedBytes(document[fieldPath]), names);
      const array = fields.find(isArray);
      if (array === undefined) return [{ index, bytes }];
      // One for each member; an index has one array at most.
      const members = document[array.fieldPath];
      return (Array.isArray(members) ? members : []).map((member) => ({
        index,
        bytes: bytes + indexedBytes(member),
      }));
    });

  return [...single, ...composite];
}

interface Leaf {
  field: string;
  value: unknown;
  isMember: boolean;
}

/** Maps are indexed by what is in them, arrays by their members. */
function leaves(field: string, value: unknown): Leaf[] {
  if (Array.isArray(value))
    return value.map((member) => ({ field, value: member, isMember: true }));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) => leaves(`${field}.${name}`, item));
  }
  return [{ field, value, isMember: false }];
}

const indexedBytes = (value: unknown) => Math.min(valueBytes(value), MAX_INDEXED_VALUE_BYTES);

/** The size of a document's name, by the rules of {@link documentBytes}. */
const nameBytes = (path: string): number => documentBytes(path, {}) - 32;

/** The size of a value in a document or an index entry. */
const valueBytes = (value: unknown): number => documentBytes('a', [value]) - documentBytes('a', []);
