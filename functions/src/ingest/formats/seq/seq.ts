import { PROBLEMS } from '../../../contract/problem-codes.js';
import { MAX_TEMPLATE_LENGTH } from '../../../limits.js';
import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { type IngestResponse, json } from '../../http/http.js';
import { Problem } from '../../http/problem.js';
import type { RequestBudget } from '../../reading/budget.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { describeRejected } from '../foreign/describe-rejected.js';
import { readJsonBodies, readJsonItems } from '../foreign/json-values.js';
import { type Names, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { shareAttributes } from '../foreign/shared.js';
import { countOf, ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';
import { fromCompact, fromOlder, isOlder, type SeqEvent } from './event.js';
import { renderTemplate } from '../../reading/message-template.js';
import { charsetOf } from '../../http/media-type.js';
import { toUtf8 } from '../../reading/to-utf8.js';

const NAMES: Names = { text: ['message'], time: [], severity: ['@l'] };

/**
 * Seq's events, in its compact form or in its older one, `{"Events":[…]}`:
 * https://datalust.co/docs/posting-raw-events
 */
export const seq: Format = {
  source: 'seq_events',
  credential: (request) => request.header('x-seq-apikey')?.trim() ?? keyOfBasic(request),

  read: (body, request, budget) =>
    withRetryIds(body, request, readEvents(toUtf8(body, charsetOf(request)), budget)),

  answer(outcome) {
    // Seq cannot express partial success: the good events are in, and the client is told of the rest.
    if (outcome.rejected > 0) throw new Problem('invalid_request', describeRejected(outcome));
    return json(201, { MinimumLevelAccepted: null }, outcome.headers);
  },

  failure: ({ code, message, headers }): IngestResponse =>
    json(PROBLEMS[code].status, { Error: message }, headers),
};

/** The older form is one object around all events, the compact one is a line or more an event. */
function* readEvents(body: Buffer, budget: RequestBudget): Generator<SentLog> {
  const count = new ValueCount(budget);
  if (BATCH.test(body.toString('latin1', 0, 1024))) {
    for (const { value, repairs } of readJsonBodies(body, count))
      yield* batchIn(value, repairs, count);
    return;
  }
  for (const item of readJsonItems(body, count)) {
    if (item.ok) yield toLog(item.value, item.repairs, count);
    else yield { fields: { text: item.text }, repairs: item.repairs };
  }
}

/** The list of the older form, which may have other fields before it, and is never beside an `@t`. */
const BATCH =
  /^(?:\xef\xbb\xbf)?\s*\{(?:\s*"[^"\\@]{0,64}"\s*:\s*(?:"[^"\\]{0,200}"|[\w.+-]{1,30})\s*,){0,4}\s*"Events"\s*:/;

function* batchIn(
  sent: unknown,
  repairs: readonly Repair[],
  count: ValueCount,
): Generator<SentLog> {
  const { Events: events, ...others } = isRecord(sent) ? sent : {};
  if (typeof events !== 'object' || events === null || isOlder(others)) {
    yield toLog(sent, repairs, count);
    return;
  }
  const shared = shareAttributes(others, count);
  // A key that is there twice has the lists of both.
  const all: unknown[] = Array.isArray(events) ? events.flat() : [events];
  for (const event of all) yield toLog(event, repairs, count, shared());
}

function toLog(
  sent: unknown,
  repairs: readonly Repair[],
  count: ValueCount,
  shared: Named = {},
): SentLog {
  if (!isRecord(sent)) {
    const attributes = Object.keys(shared).length > 0 && { attributes: shared };
    return { fields: { text: JSON.stringify(sent), ...attributes }, repairs };
  }
  const event = isOlder(sent) ? fromOlder(sent) : fromCompact(sent);
  const { timestamp, level, properties, more } = event;
  const text = textOf(event, count);
  const fields = toFields(text === undefined ? {} : { message: text }, NAMES, {
    ...(timestamp != null && { timestamp }),
    attributes: mergeAttributes({ '@l': level }, properties, more, unsaid(event, text), shared),
  });
  return { fields, repairs };
}

/** A message that is not text, and renderings that should be in the text through its template but are not. */
function unsaid({ message, renderings }: SeqEvent, text = ''): Named {
  const all: unknown[] = Array.isArray(renderings) ? renderings : [renderings];
  const isSaid = all.every((one) => one == null || (typeof one === 'string' && text.includes(one)));
  return {
    ...(typeof message !== 'string' && { message }),
    ...(!isSaid && { renderings }),
  };
}

/** An event without a message has its exception for one. */
function textOf(event: SeqEvent, count: ValueCount): string | undefined {
  const { message, template, renderings, properties, more } = event;
  if (typeof message === 'string' && message.trim() !== '') return message;
  if (typeof template === 'string' && template.trim() !== '') {
    const braces = countOf('{', template) + countOf('}', template);
    if (braces === 0 || template.length > MAX_TEMPLATE_LENGTH || !count.takeParts(braces)) {
      return template;
    }
    const rendered = Array.isArray(renderings) ? (renderings as unknown[]) : [];
    // Each property has room once: a template may name one often.
    const maxLength = JSON.stringify(properties).length;
    return renderTemplate(template, properties, rendered, maxLength);
  }
  return typeof more['exception'] === 'string' ? more['exception'] : undefined;
}
