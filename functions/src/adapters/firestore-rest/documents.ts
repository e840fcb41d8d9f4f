import { isRecord } from '../../lib/is-record.js';
import { GRPC } from '../../lib/grpc-codes.js';
import type { Connection } from '../google-rest/connection.js';
import { ServiceError } from '../google-rest/service-error.js';
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

/** Reads and writes of documents; every one rejects with a {@link ServiceError}. */
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
  writeEach(writes: readonly Write[], timeoutMs: number): Promise<(ServiceError | undefined)[]>;
}

/** Times that writes of a `writeEach` which another write or a server's end cut off are sent. */
const MAX_ATTEMPTS = 3;

export function createDocuments(project: string, connection: Connection): Documents {
  const root = `projects/${project}/databases/(default)/documents`;
  const nameOf = (path: string) => `${root}/${path}`;

  return {
    async get(path, timeoutMs) {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      try {
        const call = { method: 'GET', path: `/v1/${root}/${encoded}` } as const;
        const found = await connection.call(call, timeoutMs);
        if (isRecord(found)) {
          return { fields: fromFields(found['fields']), updateTime: String(found['updateTime']) };
        }
      } catch (error) {
        if (error instanceof ServiceError && error.code === GRPC.NOT_FOUND) return undefined;
        throw error;
      }
      throw unreadable();
    },

    async getField(paths, field, timeoutMs) {
      const body = { documents: paths.map(nameOf), mask: { fieldPaths: [field] } };
      const answers = await post('batchGet', body, timeoutMs);
      if (!Array.isArray(answers)) throw unreadable();
      const byName = new Map<unknown, unknown>();
      for (const { found } of answers)
        if (isRecord(found)) byName.set(found['name'], found['fields']);
      return paths.map((path) => fromFields(byName.get(nameOf(path)))[field]);
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
        const sent = again.flatMap((index) => writes[index] ?? []);
        const retried = await sendEach(sent, deadline - Date.now());
        again.forEach((index, at) => {
          errors[index] = retried[at];
        });
      }
      return errors;
    },
  };

  function post(method: string, body: object, timeoutMs: number): Promise<unknown> {
    const call = { method: 'POST', path: `/v1/${root}:${method}` } as const;
    return connection.call({ ...call, body: JSON.stringify(body) }, timeoutMs);
  }

  async function sendEach(
    writes: readonly Write[],
    timeoutMs: number,
  ): Promise<(ServiceError | undefined)[]> {
    const answer = await post('batchWrite', { writes: writes.map(toRest) }, timeoutMs);
    const statuses = isRecord(answer) ? answer['status'] : undefined;
    if (!Array.isArray(statuses) || statuses.length !== writes.length) throw unreadable();
    return statuses.map(({ code = GRPC.OK }: { code?: number }) =>
      code === GRPC.OK
        ? undefined
        : new ServiceError(code, `Firestore refused a write with gRPC code ${code}`),
    );
  }

  function toRest({ path, fields, if: condition }: Write): object {
    return {
      update: { name: nameOf(path), fields },
      currentDocument: condition === 'new' ? { exists: false } : condition,
    };
  }
}

function unreadable(): ServiceError {
  return ServiceError.unavailable('its answer could not be read');
}
