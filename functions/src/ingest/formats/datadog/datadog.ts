import { PROBLEMS } from '../../../contract/problem-codes.js';
import type { Repair } from '../../../contract/repairs.js';
import { MAX_ATTRIBUTE_COUNT, MAX_TAGS_LENGTH } from '../../../limits.js';
import { isRecord } from '../../../lib/is-record.js';
import { type IngestRequest, type IngestResponse, json } from '../../http/http.js';
import { Problem } from '../../http/problem.js';
import type { RequestBudget } from '../../reading/budget.js';
import { mergeAttributes, mergeEntries, type Named } from '../foreign/attributes.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { embeddedRecord } from '../foreign/embedded.js';
import { type JsonItem, readJsonItems } from '../foreign/json-values.js';
import { LOGGERS, type Names, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { countOf, ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';
import { charsetOf, mediaType } from '../../http/media-type.js';
import { toUtf8 } from '../../reading/to-utf8.js';

/** https://docs.datadoghq.com/logs/log_configuration/pipelines/#preprocessing */
const NAMES: Names = {
  ...LOGGERS,
  time: [...LOGGERS.time, 'eventTime', 'published_date', 'syslog.timestamp'],
  severity: ['status', ...LOGGERS.severity, 'syslog.severity'],
};

/** Media types of Datadog’s API that are not JSON. */
const TEXT = new Set(['text/plain', 'application/logplex-1']);

const isNotAboutText = ({ repair }: Repair) => repair !== 'not_json';

/** Query parameters that apply to all logs of a request. */
const QUERIED = ['ddsource', 'hostname', 'service'] as const;

/** Datadog's logs API, v2 and v1: https://docs.datadoghq.com/api/latest/logs/#send-logs */
export const datadog: Format = {
  source: 'datadog_logs',
  credential: (request) => request.header('dd-api-key')?.trim(),

  read(body, request, budget) {
    if (body.length === 0) throw new Problem('invalid_request', 'The body is empty.');
    return withRetryIds(body, request, readLogs(toUtf8(body, charsetOf(request)), request, budget));
  },

  answer(outcome) {
    // Datadog cannot express partial success: the good logs are in, and the client is told of the rest.
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    return json(202, {}, outcome.headers);
  },

  failure({ code, message, headers }: Problem, request: IngestRequest): IngestResponse {
    // A key that is not valid is forbidden here, a missing one is unauthorized.
    const isWrongKey = code === 'unauthorized' && request.header('dd-api-key') !== undefined;
    const { status, title } = PROBLEMS[isWrongKey ? 'forbidden' : code];
    const detail =
      code === 'unauthorized' && !isWrongKey && hasKeyInAddress(request) ? NOT_HERE : message;
    return json(status, { errors: [{ status: String(status), title, detail }] }, headers);
  },
};

const NOT_HERE =
  'A key in the address is not accepted, because addresses are logged: send it as `DD-API-KEY: KEY`.';

/** Older clients send `/v1/input/KEY`, others `?dd-api-key=KEY`. */
function hasKeyInAddress(request: IngestRequest): boolean {
  const isInPath = /\/(?:v1\/input|api\/v2\/logs)\/[^/]+/.test(request.path);
  return isInPath || request.query('dd-api-key') !== undefined;
}

function isEmpty(item: JsonItem): boolean {
  return item.ok && isRecord(item.value) && Object.keys(item.value).length === 0;
}

function* readLogs(
  body: Buffer,
  request: IngestRequest,
  budget: RequestBudget,
): Generator<SentLog> {
  const count = new ValueCount(budget);
  const values = new Map([...QUERIED, 'ddtags'].map((name) => [name, request.query(name)]));
  const queried = (name: string) => {
    const value = values.get(name);
    if (value !== undefined) count.takeShared(value.length * 2);
    return value;
  };
  const tagsOf = createParseTags(count);
  const isText = TEXT.has(mediaType(request));
  for (const item of readJsonItems(body, count)) {
    // The agent sends an empty object to check connectivity.
    if (isEmpty(item)) continue;
    const log = toLog(item, queried, tagsOf, count);
    // Datadog takes lines of text, too: nothing was repaired.
    yield isText && !item.ok ? { ...log, repairs: item.repairs.filter(isNotAboutText) } : log;
  }
}

function toLog(
  item: JsonItem,
  queried: (name: string) => string | undefined,
  tagsOf: (tags: string) => Named | undefined,
  count: ValueCount,
): SentLog {
  const sent = item.ok ? item.value : item.text;
  const record = isRecord(sent)
    ? withEmbedded(sent, count, item.repairs)
    : { message: typeof sent === 'string' ? sent : JSON.stringify(sent) };
  const { ddtags, ...rest } = record;
  // A log's own values win; the request's tags are added to its own.
  const named: Record<string, unknown> = {};
  for (const name of QUERIED) if (!(name in rest)) named[name] = queried(name);
  const tags = [ddtags, queried('ddtags')]
    .filter((tag) => typeof tag === 'string' && tag !== '')
    .join(',');
  const attributes = mergeAttributes(
    named,
    tags.length > 0 ? { ddtags: tags, tags: tagsOf(tags) } : { ddtags },
  );
  const fields = toFields(rest, NAMES, { attributes });
  return { fields, repairs: item.repairs };
}

/** Datadog reads a message that is JSON as the log itself, and its transports rely on that. */
function withEmbedded(sent: Named, count: ValueCount, repairs: Repair[]): Named {
  const { message, ...rest } = sent;
  const embedded = typeof message === 'string' ? embeddedRecord(message, count, repairs) : message;
  return isRecord(embedded) ? mergeAttributes(embedded, rest) : sent;
}

/** What makes a map of `env:prod,team:a`; a tag without a value is true. Too many stay a text. */
function createParseTags(count: ValueCount): (tags: string) => Named | undefined {
  let last: { tags: string; number: number; parsed: Named | undefined } | undefined;
  return (tags) => {
    // Most logs of a request have the tags of the one before.
    if (last?.tags !== tags) {
      const number = tags.length > MAX_TAGS_LENGTH ? Infinity : countOf(',', tags) + 1;
      const parsed = number > MAX_ATTRIBUTE_COUNT ? undefined : parseTags(tags);
      last = { tags, number, parsed };
    }
    return count.takeParts(last.number) ? last.parsed : undefined;
  };
}

function parseTags(tags: string): Named {
  const pairs = tags.split(',').map((tag) => {
    const [name = '', ...value] = tag.trim().split(':');
    return [name, value.length > 0 ? value.join(':') : true] as const;
  });
  return mergeEntries(pairs.filter(([name]) => name !== ''));
}
