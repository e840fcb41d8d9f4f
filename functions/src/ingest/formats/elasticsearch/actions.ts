import { isRecord } from '../../../lib/is-record.js';
import { firstByte } from '../../reading/json-spans.js';
import { type JsonItem, readJsonItems, readJsonLines } from '../foreign/json-values.js';
import type { ValueCount } from '../foreign/value-count.js';

const OPERATIONS = ['index', 'create', 'update', 'delete'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** An action of a bulk request, as sent. */
export interface Action {
  operation: Operation;
  index?: unknown;
  id?: unknown;
  /** Of indexes before Elasticsearch 7. */
  type?: unknown;
}

/** An action with its document; `delete` and a truncated action have none. */
export type Task = Action & { document?: JsonItem };

/**
 * The tasks of a bulk request, which has a line for each action and one for its document. A line in the
 * place of an action that is not one is taken as a document to index: it may be a log.
 */
export function* readTasks(body: Buffer, count: ValueCount): Generator<Task> {
  // Hand-written clients also spread a value over several lines, or send an array.
  const lines = isByLines(body) ? readJsonLines(body, count) : readJsonItems(body, count);
  for (let next = lines.next(); next.done !== true; next = lines.next()) {
    const action = toAction(next.value);
    if (action === undefined) {
      yield { operation: 'index', document: next.value };
    } else if (action.operation === 'delete') {
      yield action;
    } else {
      const document = lines.next();
      yield document.done === true ? action : { ...action, document: document.value };
    }
  }
}

function toAction(item: JsonItem): Action | undefined {
  if (!item.ok || !isRecord(item.value)) return undefined;
  const [name, ...others] = Object.keys(item.value);
  const operation = OPERATIONS.find((known) => known === name);
  if (operation === undefined || others.length > 0) return undefined;
  const meta = item.value[operation];
  if (!isRecord(meta)) return undefined;
  return { operation, index: meta['_index'], id: meta['_id'], type: meta['_type'] };
}

const [NEWLINE, RETURN, OPEN_ARRAY, OPEN_OBJECT] = [0x0a, 0x0d, 0x5b, 0x7b];

/** Whether each value has a line of its own: no line is a lone opening brace. */
function isByLines(body: Buffer): boolean {
  if (firstByte(body) === OPEN_ARRAY) {
    return firstByte(body.subarray(body.indexOf(OPEN_ARRAY) + 1)) !== OPEN_OBJECT;
  }
  for (let at = 0; at !== -1;) {
    const end = body[at + 1] === RETURN ? at + 2 : at + 1;
    if (body[at] === OPEN_OBJECT && body[end] === NEWLINE) return false;
    const newline = body.indexOf(NEWLINE, at);
    at = newline === -1 ? -1 : newline + 1;
  }
  return true;
}
