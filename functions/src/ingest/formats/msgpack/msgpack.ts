import { isUtf8 } from 'node:buffer';

import { isRecord } from '../../../lib/is-record.js';
import { Problem } from '../../http/problem.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { keyOfBasic } from '../foreign/credentials.js';
import { LogList } from '../foreign/log-list.js';
import { LOGGERS, toFields } from '../foreign/record.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { shareAttributes } from '../foreign/shared.js';
import { ValueCount } from '../foreign/value-count.js';
import type { RequestBudget } from '../../reading/budget.js';
import { BadJson } from '../../reading/parse-json.js';
import { readItems } from '../../reading/read-items.js';
import type { Format, SentLog } from '../format.js';
import { answerBatch } from '../own/answer.js';
import { BadMsgpack, scanMsgpack } from './scan.js';

/**
 * Logs in msgpack, one after another or in an array: maps, or Fluent Bit's pairs of a time and a map.
 * https://docs.fluentbit.io/manual/development/msgpack-format
 */
export const msgpack: Format = {
  source: 'msgpack_upload',
  credential: keyOfBasic,

  async read(body, request, budget) {
    if (isText(body)) return asText(body, budget);
    // Loaded when first needed: most processes never do, and each would start later.
    const { createDecode } = await import('./decode.js');
    const count = new ValueCount(budget);
    const logs = new LogList();
    const take = createTake(logs, count);
    const decode = createDecode();
    try {
      for (const { start, end, values } of scanMsgpack(body)) {
        count.takeValues(values);
        take(decode(body.subarray(start, end)));
      }
    } catch (error) {
      // What came before the fault is good: a refusal would lose it.
      if (!(error instanceof BadMsgpack)) throw error;
      if (logs.all.length === 0)
        throw new Problem('invalid_request', `The msgpack ${error.message}.`);
      logs.add({ fields: {}, fault: `${error.message}: the rest of the body cannot be read` });
    }
    return withRetryIds(body, request, logs.all);
  },

  answer: answerBatch,
};

/**
 * A small number is no log: it is the first character of JSON or text. Nor is one of more bytes, and
 * what follows the other heads of msgpack is hardly ever UTF-8, but behind that of a text.
 */
function isText(body: Buffer): boolean {
  const first = body.toString('latin1', 0, 1);
  if (/^[\t\n\r -~]/.test(first)) return true;
  return /^[\xc2-\xd8\xdc-\xf4]/.test(first) && isUtf8(body);
}

function asText(body: Buffer, budget: RequestBudget): SentLog[] {
  const logs = new LogList();
  try {
    for (const { alone: _alone, ...log } of readItems(body, 'judged', budget)) logs.add(log);
  } catch (error) {
    if (!(error instanceof BadJson)) throw error;
    throw new Problem('invalid_request', `The body is no msgpack, and ${error.message}.`);
  }
  return logs.all;
}

/** Times, -1 and -2 of 32 bits, with which Fluent Bit says where a group begins and ends. */
const GROUP_BEGINS = '4294967295000000000';
const GROUP_ENDS = '4294967294000000000';

/** Adds the logs of one value after another. */
function createTake(logs: LogList, count: ValueCount) {
  let group = shareAttributes({}, count);

  return function take(value: unknown): void {
    if (!Array.isArray(value)) {
      add(value);
      return;
    }
    const items = value as unknown[];
    const [head, record] = items;
    if (items.length !== 2 || !isRecord(record) || isRecord(head)) {
      items.forEach(take);
      return;
    }
    // Since version 2.1 with metadata: [[time, metadata], record].
    const [time, metadata] = Array.isArray(head) ? (head as unknown[]) : [head];
    if (time === GROUP_BEGINS) group = shareAttributes(record, count);
    else if (time === GROUP_ENDS) group = shareAttributes({}, count);
    else add(record, time, isRecord(metadata) ? metadata : undefined);
  };

  function add(value: unknown, time?: unknown, metadata?: Named): void {
    const record = isRecord(value)
      ? value
      : { message: typeof value === 'string' ? value : JSON.stringify(value) };
    const attributes = mergeAttributes(group(), metadata);
    const around = time == null ? { attributes } : { attributes, timestamp: time };
    logs.add({ fields: toFields(record, LOGGERS, around) });
  }
}
