import { isRecord } from '../../../lib/is-record.js';
import { Problem } from '../../http/problem.js';
import type { RequestBudget } from '../../reading/budget.js';
import { mergeEntries } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { type JsonItem, readJsonItems } from '../foreign/json-values.js';
import { LOGGERS, type Names, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';
import { charsetOf } from '../../http/media-type.js';
import { toUtf8 } from '../../reading/to-utf8.js';

const NAMES: Names = { ...LOGGERS, text: ['short_message', 'full_message', ...LOGGERS.text] };

/** Graylog's format over HTTP: https://go2docs.graylog.org/current/getting_in_log_data/gelf.html */
export const gelf: Format = {
  source: 'gelf_http',
  credential: keyOfBasic,

  read: (body, request, budget) =>
    withRetryIds(body, request, readLogs(toUtf8(inChunk(body), charsetOf(request)), budget)),

  answer(outcome) {
    if (outcome.logs.length === 0) throw new Problem('invalid_request', 'The body has no log.');
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    return { status: 202, headers: outcome.headers, body: undefined };
  },
};

/** A message for UDP may be split into chunks. If it fits into one, some clients send that here. */
function inChunk(body: Buffer): Buffer {
  const isOnly = body.length > CHUNK_HEAD_BYTES && body[10] === 0 && body[11] === 1;
  return isOnly && body.readUInt16BE(0) === 0x1e0f ? body.subarray(CHUNK_HEAD_BYTES) : body;
}

const CHUNK_HEAD_BYTES = 12;

/** The format's own fields, of which a log has one each; an additional field so named keeps its `_`. */
const OWN = new Set(['short_message', 'full_message', 'timestamp', 'level']);

function* readLogs(body: Buffer, budget: RequestBudget): Generator<SentLog> {
  for (const item of readJsonItems(body, new ValueCount(budget))) yield toLog(item);
}

function isFormatVersion(version: unknown): boolean {
  return /^1\.[01]$/.test(String(version));
}

function toLog(item: JsonItem): SentLog {
  const { repairs } = item;
  if (!item.ok) return { fields: { text: item.text }, repairs };
  if (!isRecord(item.value)) return { fields: { text: JSON.stringify(item.value) }, repairs };
  const { timestamp, version, ...others } = item.value;
  // Drops the format's own version, and keeps one of the application's.
  const record = isFormatVersion(version) ? others : { ...others, version };
  // The `_` separates additional fields from the format's own; without it, two may share a name.
  const { value } = item;
  const named = Object.keys(record).map((name) => {
    const bare = name.replace(/^_(?=.)/, '');
    const isTaken = bare !== name && OWN.has(bare) && value[bare] != null;
    return [isTaken ? name : bare, record[name]] as const;
  });
  const around = timestamp == null ? {} : { timestamp };
  return { fields: toFields(mergeEntries(named), NAMES, around), repairs };
}
