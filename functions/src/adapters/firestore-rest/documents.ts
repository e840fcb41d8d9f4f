import type { Connection } from './connection.js';
import { FirestoreError } from './firestore-error.js';
import { type Fields, fromFields } from './values.js';

/** A document to write, by its path `tenants/…`. */
export interface Write {
  path: string;
  fields: Fields;
  /** `new`: only where there is none. A time: only where it was written last at that time. */
  if: 'new' | { updateTime: string };
}

export interface Found {
  fields: Record<string, unknown>;
  /** When it was written last, for {@link Write.if}. */
  updateTime: string;
}

/** Reads and writes of documents; every one rejects with a {@link FirestoreError}. */
export interface Documents {
  /** One read; `undefined` where there is no such document. */
  get(path: string, timeoutMs: number): Promise<Found | undefined>;
  /** One read each, of one field; `undefined` where there is no document or no such field. */
  getField(paths: readonly string[], field: string, timeoutMs: number): Promise<unknown[]>;
  /** All or none of them; one write each. */
  commit(writes: readonly Write[], timeoutMs: number): Promise<void>;
  /**
   * Each by itself, all of different documents: resolves to what became of each, in their order,
   * `undefined` for those that were written.
   */
  writeEach(writes: readonly Write[], timeoutMs: number): Promise<(FirestoreError | undefined)[]>;
}

interface Document {
  name: string;
  fields?: Fields;
  updateTime: string;
}

/** Times that writes of a `writeEach` which another write or a server's end cut off are sent. */
const MAX_ATTEMPTS = 3;

export function createDocuments(connection: Connection): Documents {
  const nameOf = (path: string) => `${connection.root}/${path}`;
  const post = <Answer>(method: string, body: object, timeoutMs: number) =>
    call<Answer>(
      { method: 'POST', path: `/documents:${method}`, body: JSON.stringify(body) },
      timeoutMs,
    );

  return {
    async get(path, timeoutMs) {
      try {
        const encoded = path.split('/').map(encodeURIComponent).join('/');
        const found: Partial<Document> = await connection.call(
          { method: 'GET', path: `/documents/${encoded}` },
          timeoutMs,
        );
        const { fields = {}, updateTime = '' } = found;
        return { fields: fromFields(fields), updateTime };
      } catch (error) {
        if (error instanceof FirestoreError && error.code === 5) return undefined;
        throw error;
      }
    },

    async getField(paths, field, timeoutMs) {
      const body = { documents: paths.map(nameOf), mask: { fieldPaths: [field] } };
      const answers: { found?: Document }[] = await post('batchGet', body, timeoutMs);
      const byName = new Map(
        answers.flatMap(({ found }) => (found ? [[found.name, found.fields ?? {}] as const] : [])),
      );
      return paths.map((path) => fromFields(byName.get(nameOf(path)) ?? {})[field]);
    },

    async commit(writes, timeoutMs) {
      await post('commit', { writes: writes.map(toRest) }, timeoutMs);
    },

    async writeEach(writes, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      const errors = await sendEach(writes, timeoutMs);
      for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
        const again = [...errors.keys()].filter((index) => errors[index]?.isPassing);
        if (again.length === 0 || Date.now() >= deadline) break;
        const retried = await sendEach(
          again.flatMap((index) => writes[index] ?? []),
          deadline - Date.now(),
        );
        again.forEach((index, at) => {
          errors[index] = retried[at];
        });
      }
      return errors;
    },
  };

  async function sendEach(
    writes: readonly Write[],
    timeoutMs: number,
  ): Promise<(FirestoreError | undefined)[]> {
    const { status = [] }: { status?: { code?: number }[] } = await post(
      'batchWrite',
      { writes: writes.map(toRest) },
      timeoutMs,
    );
    return writes.map((_, index) => {
      const code = status[index]?.code ?? 0;
      return code === 0
        ? undefined
        : new FirestoreError(code, `Firestore refused a write with gRPC code ${code}`);
    });
  }

  function toRest({ path, fields, if: condition }: Write): object {
    return {
      update: { name: nameOf(path), fields },
      currentDocument: condition === 'new' ? { exists: false } : condition,
    };
  }
}
