import { isWellFormedKey } from '../../../contract/api-key.js';
import { isRecord } from '../../../lib/is-record.js';
import type { IngestRequest } from '../../http/http.js';
import { Problem } from '../../http/problem.js';
import { mergeAttributes } from '../foreign/attributes.js';
import { keyOfBasic, keyOfScheme } from '../foreign/credentials.js';
import { LOGGERS, type Names, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';
import { type Action, readTasks, type Task } from './actions.js';
import { answerBulk, bulkFailure } from './answer.js';
import { charsetOf } from '../../http/media-type.js';
import { toUtf8 } from '../../reading/to-utf8.js';

/** Those of the Elastic Common Schema, of syslog-ng and journald, and of common loggers. */
const NAMES: Names = {
  text: [...LOGGERS.text, 'event.original'],
  time: LOGGERS.time,
  severity: LOGGERS.severity,
};

/** The data of a request that its answer needs. */
const asked = new WeakMap<IngestRequest, { actions: Action[]; begun: number }>();

/** Elasticsearch's bulk API: https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-bulk */
export const elasticsearch: Format = {
  source: 'elasticsearch_bulk',
  credential: keyOf,

  read(sent, request, budget) {
    const body = toUtf8(sent, charsetOf(request));
    const actions: Action[] = [];
    asked.set(request, { actions, begun: performance.now() });
    return withRetryIds(body, request, readLogs());

    function* readLogs(): Generator<SentLog> {
      const inPath = indexOf(request);
      for (const task of readTasks(body, new ValueCount(budget))) {
        const { operation, index = inPath, id } = task;
        actions.push({ operation, index, id });
        yield toLog(task, index);
      }
    }
  },

  answer(outcome, request) {
    const { actions = [], begun = performance.now() } = asked.get(request) ?? {};
    if (actions.length === 0) throw new Problem('invalid_request', 'request body is required');
    return answerBulk(request, outcome, actions, performance.now() - begun);
  },

  failure: bulkFailure,
};

/** The key, in any of the ways in which Elasticsearch’s clients send it. */
export function keyOf(request: IngestRequest): string | undefined {
  return keyOfApiKey(request) ?? keyOfBasic(request);
}

/** `ApiKey` is the Base64 of an id, a colon and the key; a gateway key may also be sent as it is. */
function keyOfApiKey(request: IngestRequest): string | undefined {
  const key = keyOfScheme(request, 'ApiKey');
  if (key === undefined || isWellFormedKey(key)) return key;
  return Buffer.from(key, 'base64').toString('utf8').split(':').slice(1).join(':') || key;
}

/** The content of an update, merged with its other fields; `undefined` if there is none. */
function updateIn(item: Task['document']): Task['document'] {
  if (item?.ok !== true || !isRecord(item.value)) return item;
  const { doc, upsert, doc_as_upsert: _asUpsert, detect_noop: _detect, ...others } = item.value;
  const value = mergeAttributes(
    ...[doc, upsert].map((one) => (isRecord(one) ? one : { message: one })),
    others,
  );
  return Object.keys(value).length === 0 ? undefined : { ...item, value };
}

/** The index in the path, `/{index}/_bulk`. */
function indexOf({ path }: IngestRequest): string | undefined {
  const index = /([^/]+)(?:\/_doc)?\/_bulk\/?$/.exec(path)?.[1];
  return index === 'ingest' ? undefined : index;
}

/** The log that a task adds. */
export function toLog(task: Task, index: unknown): SentLog {
  const { operation, id, type, document: sent } = task;
  const document = operation === 'update' ? updateIn(sent) : sent;
  if (operation === 'delete' || (operation === 'update' && document === undefined)) {
    return { fields: {}, fault: `${operation} is not supported: logs can only be added` };
  }
  if (document === undefined) return { fields: {}, fault: 'has no document on the next line' };
  const named = { _index: index, ...(type !== '_doc' && { _type: type }) };
  const around =
    operation === 'update'
      ? // Several updates of one document are several logs.
        { attributes: mergeAttributes(named, { _id: id }) }
      : { ...(id != null && { logId: id }), attributes: mergeAttributes(named) };
  const { repairs } = document;
  if (document.ok && isRecord(document.value)) {
    const fields = toFields(document.value, NAMES, { ...around, ...ecs(document.value) });
    return { fields, ...(repairs.length > 0 && { repairs }) };
  }
  const text = document.ok ? JSON.stringify(document.value) : document.text;
  return { fields: toFields({ message: text }, NAMES, around), repairs };

  /** `@timestamp` and `log.level`, which may be one name or two. */
  function ecs(record: Record<string, unknown>) {
    const { log, '@timestamp': timestamp } = record;
    const level = isRecord(log) ? log['level'] : undefined;
    return {
      ...(timestamp !== undefined && timestamp !== null && { timestamp }),
      ...(typeof level === 'string' && {
        attributes: { ...around.attributes, 'log.level': level },
      }),
    };
  }
}
