import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { Problem } from '../../http/problem.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';
import { readJsonBodies } from '../foreign/json-values.js';
import type { ValueCount } from '../foreign/value-count.js';
import { parseLabels } from './labels.js';
import type { Entry, Stream } from './loki.js';

/** The streams of a JSON push request, none of which has to be in the form that Loki requires. */
export function* parsePush(body: Buffer, count: ValueCount): Generator<Stream> {
  for (const { value, repairs } of readJsonBodies(body, count)) {
    const { streams, ...others } = isRecord(value) ? value : {};
    if (typeof streams !== 'object' || streams === null) {
      throw new Problem('invalid_request', 'The body has no "streams".');
    }
    // If a key occurs twice, this has both lists.
    const all: unknown[] = Array.isArray(streams) ? streams.flat() : [streams];
    for (const sent of all) yield toStream(sent, others, repairs);
  }
}

function toStream(sent: unknown, others: Named, repairs: readonly Repair[]): Stream {
  const { stream, labels, values, entries, ...rest } = isRecord(sent) ? sent : { values: [sent] };
  const lists = [values, entries].flatMap((list): unknown[] =>
    Array.isArray(list) ? list : list == null ? [] : [list],
  );
  return {
    labels: mergeAttributes(namedOr('stream', stream), labelsIn(labels), rest, others),
    entries: lists.map((entry) => toEntry(entry, repairs)),
  };
}

/** Labels as text are those of Loki before 1.0 and of its protobuf. */
function labelsIn(sent: unknown): Named {
  return (typeof sent === 'string' && parseLabels(sent)) || namedOr('labels', sent);
}

/** Named values, or anything in their place under one name. */
function namedOr(name: string, sent: unknown): Named {
  return isRecord(sent) ? sent : { [name]: sent };
}

/** `[time, line, metadata]`, or `{ ts, line }` as before Loki 1.0. */
function toEntry(sent: unknown, repairs: readonly Repair[]): Entry {
  const [time, line, metadata, ...more] = Array.isArray(sent)
    ? (sent as unknown[])
    : isRecord(sent) && 'line' in sent
      ? [sent['ts'], sent['line'], without(sent, 'ts', 'line')]
      : [undefined, sent];
  return {
    time,
    line: typeof line === 'string' ? line : JSON.stringify(line ?? ''),
    metadata: mergeAttributes(namedOr('metadata', metadata), more.length > 0 ? { more } : {}),
    repairs,
  };
}

function without(sent: Named, ...names: string[]): Named {
  return Object.fromEntries(Object.entries(sent).filter(([name]) => !names.includes(name)));
}
