import { z } from 'zod';

import { MAX_POINTER_LENGTH, MAX_REPAIRS } from '../limits.js';

/**
 * What was done to a log because it could not be kept as sent, with the sentence that clients see
 * if they ask for strict handling.
 */
export const REPAIRS = {
  time_unreadable: 'is not a time in a known form',
  time_out_of_range: 'is before 1970 or more than a day ahead',
  not_text: 'is not a string',
  invalid_unicode: 'contains invalid UTF-8 or half of a surrogate pair',
  duplicate_key: 'is given more than once',
  nested_array: 'is an array directly inside an array',
  renamed: 'has a name that Firestore does not accept',
  too_deep: 'is nested too deeply',
  too_many: 'contains too many values',
  not_json: 'is not valid JSON',
  log_id_encoded: 'cannot be a document id as it is',
  split: 'is larger than one document',
} as const;

export type RepairWord = keyof typeof REPAIRS;

/** One repair; `pointer` is a JSON Pointer (RFC 6901) into the log as sent, `''` for all of it. */
export type Repair = { pointer: string; repair: RepairWord };

export function isRepairWord(word: string): word is RepairWord {
  return Object.hasOwn(REPAIRS, word);
}

export const repairsSchema = z
  .array(
    z.strictObject({
      pointer: z.string().max(MAX_POINTER_LENGTH),
      repair: z.string().refine(isRepairWord, 'must be a known repair'),
    }),
  )
  .max(MAX_REPAIRS + Object.keys(REPAIRS).length);

/** A path of keys as a JSON Pointer. */
export function toPointer(path: readonly PropertyKey[]): string {
  let pointer = '';
  for (const key of path) pointer += `/${escaped(String(key))}`;
  return pointer;
}

function escaped(key: string): string {
  const isPlain = !key.includes('/') && !key.includes('~');
  return isPlain ? key : key.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * Collects the repairs of one log: at most {@link MAX_REPAIRS}, but always the first of each word,
 * whatever a client puts into its log.
 */
export class Repairs {
  readonly list: Repair[] = [];
  private readonly most: number;

  constructor(earlier: readonly Repair[] = [], most = MAX_REPAIRS) {
    this.most = most;
    for (const { pointer, repair } of earlier) this.addAt(pointer, repair);
  }

  add(path: readonly PropertyKey[], repair: RepairWord): void {
    if (this.isFull(repair)) return;
    this.addAt(toPointer(path), repair);
  }

  has(repair: RepairWord): boolean {
    return this.list.some((one) => one.repair === repair);
  }

  private addAt(sent: string, repair: RepairWord): void {
    if (this.isFull(repair)) return;
    const pointer = cut(sent);
    if (this.list.some((one) => one.repair === repair && one.pointer === pointer)) return;
    this.list.push({ pointer, repair });
  }

  private isFull(repair: RepairWord): boolean {
    return this.list.length >= this.most && this.has(repair);
  }
}

/** Points to the nearest parent whose pointer is short enough. */
function cut(pointer: string): string {
  if (pointer.length <= MAX_POINTER_LENGTH) return pointer.toWellFormed();
  const parent = pointer.lastIndexOf('/', MAX_POINTER_LENGTH);
  return pointer.slice(0, Math.max(parent, 0)).toWellFormed();
}
