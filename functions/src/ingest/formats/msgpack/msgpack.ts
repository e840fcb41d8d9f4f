import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { charsetOf } from '../../http/media-type.js';
import { Problem } from '../../http/problem.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { InflatedBytes } from '../foreign/inflate-record.js';
import { LOGGERS, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { shareAttributes } from '../foreign/shared.js';
import { ValueCount } from '../foreign/value-count.js';
import type { RequestBudget } from '../../reading/budget.js';
import { BadJson } from '../../reading/parse-json.js';
import { readItems } from '../../reading/read-items.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import type { Format, SentLog } from '../format.js';
import { answerBatch } from '../own/answer.js';
import { forwardedIn } from './forward.js';
import { BadMsgpack } from './scan.js';
import { createDecodeValue, type Decoded, type DecodeValue, valuesIn } from './values.js';

/**
 * Logs in msgpack, one after another or in an array: maps, or Fluent Bit's pairs of a time and a map;
 * also messages of fluentd's forward protocol.
 * https://docs.fluentbit.io/manual/development/msgpack-format
 */
export const msgpack: Format = {
  source: 'msgpack_upload',
  credential: keyOfBasic,

  async read(body, request, budget) {
    if (isText(body)) return asText(toUtf8(body, charsetOf(request)), budget);
    const count = new ValueCount(budget);
    const decode = await createDecodeValue(count);
    return withRetryIds(body, request, readValues(body, decode, count));
  },

  answer: answerBatch,
};

/**
 * In msgpack, an ASCII first byte is a small number, which is no log, so the body is JSON or text. After
 * the heads tested second, msgpack is hardly ever valid UTF-8, except after that of a text.
 */
function isText(body: Buffer): boolean {
  const first = body.toString('latin1', 0, 1);
  if (/^[\t\n\r -~]/.test(first)) return true;
  return /^[\xc2-\xd8\xdc-\xf4]/.test(first) && isUtf8(body);
}

function* asText(body: Buffer, budget: RequestBudget): Generator<SentLog> {
  try {
    for (const { alone: _alone, ...log } of readItems(body, 'judged', budget)) yield log;
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body is not msgpack, and ${error.message}.`);
  }
}

/** Times, -1 and -2 in 32 bits, with which Fluent Bit marks where a group begins and ends. */
const GROUP_BEGINS = '4294967295000000000';
const GROUP_ENDS = '4294967294000000000';

/** A decoded event time. */
const NANOS = /^\d{10,20}$/;

function* readValues(body: Buffer, decode: DecodeValue, count: ValueCount): Generator<SentLog> {
  const logsIn = createLogsIn(count);
  let isAny = false;
  try {
    for (const decoded of valuesIn(body, decode, new InflatedBytes(body.length))) {
      for (const log of logsIn(decoded)) {
        isAny = true;
        yield log;
      }
    }
  } catch (error) {
    // The logs before the fault are good: a refusal would lose them.
    if (!(error instanceof BadMsgpack)) throw error;
    if (!isAny) throw new Problem('invalid_request', `The msgpack ${error.message}.`);
    yield { fields: {}, fault: `${error.message}: the rest of the body cannot be read` };
  }
}

/** Returns a generator of the logs in one value after another. */
function createLogsIn(count: ValueCount) {
  let group = shareAttributes({}, count);

  return function* logsIn({ value, repairs, fault, shared }: Decoded): Generator<SentLog> {
    if (fault !== undefined) yield { fields: {}, fault };
    else yield* logsOf(value, repairs, shared && shareAttributes(shared, count));
  };

  function* logsOf(
    value: unknown,
    repairs: readonly Repair[],
    around?: () => Named,
  ): Generator<SentLog> {
    if (!Array.isArray(value)) {
      yield toLog(value, repairs, around);
      return;
    }
    const items = value as unknown[];
    const forwarded = forwardedIn(items);
    if (forwarded !== undefined) {
      const { entries, ...attributes } = forwarded;
      const shared = shareAttributes(attributes, count);
      for (const entry of entries) yield* logsOf(entry, repairs, shared);
      return;
    }
    const [head, record] = items;
    if (!isEntry(items)) {
      for (const item of items) yield* logsOf(item, repairs, around);
      return;
    }
    // Since version 2.1 with metadata: [[time, metadata], record].
    const [time, metadata, ...more] = Array.isArray(head) ? (head as unknown[]) : [head];
    if (time === GROUP_BEGINS) group = shareAttributes(isRecord(record) ? record : {}, count);
    else if (time === GROUP_ENDS) group = shareAttributes({}, count);
    else {
      const named = isRecord(metadata) || metadata == null ? metadata : { metadata };
      const own = more.length > 0 ? { ...named, more } : (named ?? undefined);
      yield toLog(record, repairs, around, { time, metadata: own });
    }
  }

  function toLog(
    value: unknown,
    repairs: readonly Repair[],
    around: (() => Named) | undefined,
    { time, metadata }: { time?: unknown; metadata?: Named | undefined } = {},
  ): SentLog {
    const record = isRecord(value)
      ? value
      : { message: typeof value === 'string' ? value : JSON.stringify(value) };
    const attributes = mergeAttributes(group(), around?.(), metadata);
    const beside = time == null ? { attributes } : { attributes, timestamp: time };
    return {
      fields: toFields(record, LOGGERS, beside),
      ...(repairs.length > 0 && { repairs }),
    };
  }
}

/** Whether it is a pair of a time and a record, or of an event time and any other value. */
function isEntry(items: readonly unknown[]): boolean {
  const [head, record] = items;
  if (items.length !== 2 || isRecord(head)) return false;
  return (
    isRecord(record) || (typeof head === 'string' && NANOS.test(head) && !Array.isArray(record))
  );
}
