import { type DocumentData, onSnapshot, type Query } from 'firebase/firestore';

/** Listens to documents, told of them as they are and at each change; the answer ends it. */
export type Listen<T> = (
  next: (found: T[], fromCache: boolean) => void,
  failed: (error: unknown) => void,
) => () => void;

/** Listens to what a query finds, each document as `read` makes it. */
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
