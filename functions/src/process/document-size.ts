import { utf8Bytes } from '../contract/text.js';

/**
 * Bytes that Firestore counts for a document; an upper bound for the documents of this project:
 * https://firebase.google.com/docs/firestore/storage-size
 */
export function documentBytes(path: string, fields: object): number {
  const name = path.split('/').reduce((sum, part) => sum + utf8Bytes(part) + 1, 16);
  return name + valueBytes(fields) + 32;
}

function valueBytes(value: unknown): number {
  if (typeof value === 'string') return utf8Bytes(value) + 1;
  if (Array.isArray(value)) return value.reduce<number>((sum, item) => sum + valueBytes(item), 0);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).reduce(
      (sum, [name, item]) => sum + utf8Bytes(name) + 1 + valueBytes(item),
      0,
    );
  }
  return 8; // A number; a boolean and null take 1.
}
