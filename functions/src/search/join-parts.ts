import type { AttributeValue } from '../contract/attributes.js';
import type { ProcessedLog } from '../contract/processed-log.js';
import { isRecord } from '../lib/is-record.js';

/** The fields of a stored log that are needed to identify and join its parts. */
export type LogPart = Pick<ProcessedLog, 'modified_data' | 'redactions'> &
  Partial<Pick<ProcessedLog, 'original_text' | 'attributes' | 'split'>> & { log_id: string };

/** The id of a log, even if this is only one of its parts. */
export function wholeId({ log_id, split }: Pick<LogPart, 'log_id' | 'split'>): string {
  return split?.id ?? log_id;
}

/**
 * Joins the parts of a log that did not fit one document, in order: maps by name, arrays and texts
 * end to end. Keeps `split` if parts are missing: not stored yet, expired, or among the dead
 * letters.
 */
export function joinParts<L extends LogPart>(parts: readonly L[]): L {
  const [first, ...others] = parts.toSorted((a, b) => indexOf(a) - indexOf(b));
  if (first === undefined) throw new RangeError('a log has at least one part');
  const { split, original_text: _original, ...rest } = first;
  const isWhole = split === undefined || parts.length === split.total;
  const all = [first, ...others];
  const originals = all.flatMap(({ original_text }) => original_text ?? []);
  const attributes = all.reduce<AttributeValue | undefined>(
    (joined, { attributes: own }) =>
      joined === undefined ? own : own === undefined ? joined : joinValues(joined, own),
    undefined,
  );
  const joined = {
    ...rest,
    log_id: wholeId(first),
    modified_data: all.map(({ modified_data }) => modified_data).join(''),
    redactions: sumOf(all.map(({ redactions }) => redactions)),
    ...(attributes !== undefined && { attributes }),
    ...(originals.length === all.length && { original_text: originals.join('') }),
    ...(!isWhole && { split }),
  };
  // The first part has all fields, and fields of other parts have the same types.
  // oxlint-disable-next-line no-unsafe-type-assertion
  return joined as unknown as L;
}

const indexOf = ({ split }: LogPart) => split?.index ?? 0;

function joinValues(one: AttributeValue, other: AttributeValue): AttributeValue {
  if (typeof one === 'string' && typeof other === 'string') return one + other;
  if (Array.isArray(one) && Array.isArray(other)) return [...one, ...other];
  if (!isRecord(one) || !isRecord(other)) return one;
  const names = new Map(Object.entries<AttributeValue>(one));
  for (const [name, value] of Object.entries<AttributeValue>(other)) {
    const before = names.get(name);
    names.set(name, before === undefined ? value : joinValues(before, value));
  }
  return Object.fromEntries(names);
}

function sumOf(counts: readonly Record<string, number>[]): Record<string, number> {
  const sum = new Map<string, number>();
  for (const [kind, count] of counts.flatMap((one) => Object.entries(one ?? {}))) {
    sum.set(kind, (sum.get(kind) ?? 0) + count);
  }
  return Object.fromEntries(sum);
}

/** How many parts are requested at once. */
const AT_ONCE = 10;

/** Finds the other parts of split logs. */
export interface PartSource<L> {
  get: (logId: string) => Promise<L | undefined>;
  /** The id of a part: the contract's `partId`, which browsers can only compute asynchronously. */
  partId: (logId: string, index: number) => string | Promise<string>;
}

/**
 * A log with all of its stored parts, at one read per part that is not `known`; `parts` is their
 * full number, stored or not.
 */
export async function loadWhole<L extends LogPart>(
  log: L,
  { get, partId }: PartSource<L>,
  known: ReadonlyMap<string, L> = new Map([[log.log_id, log]]),
): Promise<{ log: L; parts: number; read: number }> {
  const { split } = log;
  if (split === undefined) return { log, parts: 1, read: 0 };
  const parts: L[] = [];
  let read = 0;
  for (let from = 0; from < split.total; from += AT_ONCE) {
    const indexes = Array.from(
      { length: Math.min(AT_ONCE, split.total - from) },
      (_, at) => from + at,
    );
    const found = await Promise.all(
      indexes.map(async (index) => {
        const id = await partId(split.id, index);
        const here = known.get(id);
        if (here !== undefined) return here;
        read += 1;
        return get(id);
      }),
    );
    parts.push(...found.filter((part) => part !== undefined));
  }
  return { log: joinParts(parts.length === 0 ? [log] : parts), parts: split.total, read };
}

/**
 * Returns a function that joins the parts in lists of logs, such as the pages of one search: each
 * log appears once, whole, where its first part is found, even if its other parts are not in the
 * lists.
 */
export function createJoiner<L extends LogPart>(source: PartSource<L>) {
  const seen = new Set<string>();
  return async (logs: readonly L[]): Promise<{ logs: L[]; read: number }> => {
    const known = new Map(logs.map((log) => [log.log_id, log]));
    const joined: L[] = [];
    let read = 0;
    for (const log of logs) {
      if (log.split === undefined) {
        joined.push(log);
      } else if (!seen.has(log.split.id)) {
        seen.add(log.split.id);
        const whole = await loadWhole(log, source, known);
        read += whole.read;
        joined.push(whole.log);
      }
    }
    return { logs: joined, read };
  };
}

/** One per log in a list that may contain several of its parts: the first part, if present. */
export function onePerLog<L extends Pick<LogPart, 'log_id' | 'split'>>(
  logs: readonly L[],
): readonly L[] {
  const shown = new Map<string, L>();
  for (const log of logs) {
    if (log.split === undefined) continue;
    const before = shown.get(log.split.id)?.split;
    if (before === undefined || log.split.index < before.index) shown.set(log.split.id, log);
  }
  if (shown.size === 0) return logs;
  const placed = new Set<string>();
  return logs.flatMap((log) => {
    if (log.split === undefined) return log;
    if (placed.has(log.split.id)) return [];
    placed.add(log.split.id);
    return shown.get(log.split.id) ?? log;
  });
}
