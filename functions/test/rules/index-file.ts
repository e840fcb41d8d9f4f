import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

interface CompositeIndex {
  collectionGroup: string;
  queryScope: string;
  fields: { fieldPath: string; order?: string; arrayConfig?: string }[];
}

interface FieldOverride {
  collectionGroup: string;
  fieldPath: string;
  ttl?: boolean;
  indexes: unknown[];
}

interface FirebaseTools {
  FirestoreApi: new () => { validateSpec(spec: unknown): void };
}

export interface IndexFile {
  indexes: CompositeIndex[];
  fieldOverrides: FieldOverride[];
}

export function readIndexFile(): IndexFile {
  const path = new URL('../../../firestore.indexes.json', import.meta.url);
  const file: IndexFile = JSON.parse(readFileSync(path, 'utf8'));
  return file;
}

/** Throws the error of `firebase deploy` for a file that it rejects. */
export function validateAsDeployDoes(file: unknown): void {
  // There is no JSON schema of this file: the checks are code, inside firebase-tools.
  const { FirestoreApi }: FirebaseTools = require('firebase-tools/lib/firestore/api.js');
  new FirestoreApi().validateSpec(file);
}
