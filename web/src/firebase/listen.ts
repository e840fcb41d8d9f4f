import { type DocumentData, onSnapshot, type Query } from 'firebase/firestore';

/** Reports documents as they are and on each change; returns a function that stops it. */
export type Listen<T> = (
  next: (found: T[], fromCache: boolean) => void,
  failed: (error: unknown) => void,
) => () => void;

/** Listens to the results of a query, each document converted by `read`. */
export function listenTo<T>(source: Query, read: (id: string, data: DocumentData) => T): Listen<T> {
  return (next, failed) =>
    onSnapshot(
      source,
      { includeMetadataChanges: true },
      ({ docs, metadata }) =>
        next(
          docs.map((found) => read(found.id, found.data())),
          metadata.fromCache,
        ),
      failed,
    );
}
