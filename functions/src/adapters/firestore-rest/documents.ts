import { isRecord } from '../../lib/is-record.js';
import { GRPC } from '../../lib/grpc-codes.js';
import type { Connection } from '../google-rest/connection.js';
import { ServiceError } from '../google-rest/service-error.js';
import { MAX_WRITE_ATTEMPTS } from '../../limits.js';
import { encodeTexts, type Fields, fromFields, type Texts } from './values.js';

/** A document to write, at the path `tenants/…`. */
export interface Write {
  path: string;
  fields: Fields;
  /** Array fields of many strings: the same result, without creating an object for each. */
  texts?: Readonly<Record<string, Texts>>;
  /**
   * `new`: only if there is no such document. A time: only if it was last written then. Absent:
   * always.
   */
  if?: 'new' | { updateTime: string };
}

/** A write as it is sent, serialised once. */
export interface EncodedWrite {
  json: string;
  /** The size of `json` in UTF-8: its share of a request. */
  bytes: number;
}

export interface Found {
  fields: Record<string, unknown>;
  /** When it was last written, for {@link Write.if}. */
  updateTime: string;
}

/** A document that a query found. */
export interface Listed {
  id: string;
  fields: Record<string, unknown>;
}

/** Reads and writes of documents; all of them reject with a {@link ServiceError}. */
export interface Documents {
  encode(write: Write): EncodedWrite;
  /** The full name of a document, by which queries refer to it. */
  nameOf(path: string): string;
  /** One read; `undefined` if there is no such document. */
  get(path: string, timeoutMs: number): Promise<Found | undefined>;
  /** One request, one read per document; `undefined` for each that does not exist. */
  getAll(paths: readonly string[], timeoutMs: number): Promise<(Found | undefined)[]>;
  /** One read per document, of some fields; `undefined` for each that does not exist. */
  getFields(
    paths: readonly string[],
    fields: readonly string[],
    timeoutMs: number,
  ): Promise<(Record<string, unknown> | undefined)[]>;
  /** Runs a `StructuredQuery` of the REST API from the root; one read per result, at least one. */
  query(query: object, timeoutMs: number): Promise<Listed[]>;
  /** Writes all of them or none; one write each. */
  commit(writes: readonly (Write | EncodedWrite)[], timeoutMs: number): Promise<void>;
  /**
   * Writes each independently; all must be different documents. Resolves to one result per write,
   * in order: `undefined` for success, otherwise the failure. Rejects if the request as a whole is
   * refused.
   */
  writeEach(
    writes: readonly (Write | EncodedWrite)[],
    timeoutMs: number,
  ): Promise<(ServiceError | undefined)[]>;
}

export function createDocuments(
  project: string,
  connection: Connection,
  database = '(default)',
): Documents {
  const root = `projects/${project}/databases/${database}/documents`;
  const nameOf = (path: string) => `${root}/${path}`;

  return {
    encode,
    nameOf,

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

    getAll: (paths, timeoutMs) => batchGet(paths, {}, timeoutMs),

    async getFields(paths, fieldPaths, timeoutMs) {
      const found = await batchGet(paths, { mask: { fieldPaths } }, timeoutMs);
      return found.map((document) => document?.fields);
    },

    async query(structuredQuery, timeoutMs) {
      const answers = await post('runQuery', JSON.stringify({ structuredQuery }), timeoutMs);
      if (!Array.isArray(answers)) throw unreadable();
      // An entry without a document only gives the read time.
      return answers.flatMap(({ document }: { document?: unknown }) => {
        if (!isRecord(document)) return [];
        const id = String(document['name']).split('/').at(-1) ?? '';
        return [{ id, fields: fromFields(document['fields']) }];
      });
    },

    async commit(writes, timeoutMs) {
      await post('commit', bodyOf(writes), timeoutMs);
    },

    async writeEach(writes, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      const errors = await sendEach(writes, timeoutMs);
      for (let attempt = 1; attempt < MAX_WRITE_ATTEMPTS; attempt++) {
        const again = [...errors.keys()].filter((index) => errors[index]?.isTransient);
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

  async function batchGet(
    paths: readonly string[],
    options: object,
    timeoutMs: number,
  ): Promise<(Found | undefined)[]> {
    const body = JSON.stringify({ documents: paths.map(nameOf), ...options });
    const answers = await post('batchGet', body, timeoutMs);
    // There is one answer per document; a missing answer does not mean a missing document.
    if (!Array.isArray(answers) || answers.length < new Set(paths).size) throw unreadable();
    const byName = new Map<unknown, Found>();
    for (const { found } of answers) {
      if (!isRecord(found)) continue;
      const { name, fields, updateTime } = found;
      byName.set(name, { fields: fromFields(fields), updateTime: String(updateTime) });
    }
    return paths.map((path) => byName.get(nameOf(path)));
  }

  function post(method: string, body: string, timeoutMs: number): Promise<unknown> {
    return connection.call({ method: 'POST', path: `/v1/${root}:${method}`, body }, timeoutMs);
  }

  async function sendEach(
    writes: readonly (Write | EncodedWrite)[],
    timeoutMs: number,
  ): Promise<(ServiceError | undefined)[]> {
    const answer = await post('batchWrite', bodyOf(writes), timeoutMs);
    const statuses = isRecord(answer) ? answer['status'] : undefined;
    if (!Array.isArray(statuses) || statuses.length !== writes.length) throw unreadable();
    return statuses.map(({ code = GRPC.OK }: { code?: number }) =>
      code === GRPC.OK
        ? undefined
        : new ServiceError(code, `Firestore refused a write with gRPC code ${code}`),
    );
  }

  function bodyOf(writes: readonly (Write | EncodedWrite)[]): string {
    return `{"writes":[${writes.map((write) => ('json' in write ? write : encode(write)).json).join(',')}]}`;
  }

  function encode({ path, fields, texts = {}, if: condition }: Write): EncodedWrite {
    const others = Object.entries(texts).map(
      ([name, list]) => `${JSON.stringify(name)}:${encodeTexts(list)}`,
    );
    const first = JSON.stringify(fields).slice(1, -1);
    const all = [...(first === '' ? [] : [first]), ...others].join(',');
    const update = `{"name":${JSON.stringify(nameOf(path))},"fields":{${all}}}`;
    const document = condition === 'new' ? { exists: false } : condition;
    const json = `{"update":${update}${document === undefined ? '' : `,"currentDocument":${JSON.stringify(document)}`}}`;
    return { json, bytes: Buffer.byteLength(json) };
  }
}

function unreadable(): ServiceError {
  return ServiceError.unavailable('its answer could not be read');
}
