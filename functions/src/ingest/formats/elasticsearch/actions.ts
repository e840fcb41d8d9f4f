import { isRecord } from '../../../lib/is-record.js';
import { type JsonItem, readJsonLines } from '../foreign/json-values.js';
import type { ValueCount } from '../foreign/value-count.js';

const OPERATIONS = ['index', 'create', 'update', 'delete'] as const;

export type Operation = (typeof OPERATIONS)[number];

/** An action of a bulk request, as sent. */
export interface Action {
  operation: Operation;
  index?: unknown;
  id?: unknown;
}

/** An action with its document; `delete` and a truncated action have none. */
export type Task = Action & { document?: JsonItem };

/**
 * The tasks of a bulk request, which has a line for each action and one for its document. A line in the
 * place of an action that is not one is taken as a document to index: it may be a log.
 */
export function* readTasks(body: Buffer, count: ValueCount): Generator<Task> {
  const lines = readJsonLines(body, count);
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
  return isRecord(meta) ? { operation, index: meta['_index'], id: meta['_id'] } : undefined;
}
