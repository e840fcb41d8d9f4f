import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import type { Repair } from '../../../contract/repairs.js';
import { MAX_LOGS_PER_REQUEST, MAX_REQUEST_VALUES } from '../../../limits.js';
import { mergeAttributes, mergeEntries } from '../foreign/attributes.js';
import { fieldsIn, LENGTH, unknownField, wholePart } from '../foreign/protobuf-fields.js';
import {
  BoundedReader,
  decodedIfAny,
  GroupReader,
  Meter,
  type Unknown,
} from '../foreign/protobuf-reader.js';
import { parseLabels } from './labels.js';
import type { Entry, Stream } from './loki.js';

export { TooManyValues } from '../foreign/protobuf-reader.js';

/**
 * What Loki calls a push request, with the field numbers of its `push.proto`. Texts are read as bytes,
 * since clients write other encodings, too.
 * https://github.com/grafana/loki/blob/main/pkg/push/push.proto
 */
const root = protobuf.Root.fromJSON({
  nested: {
    Stream: {
      fields: {
        labels: { type: 'bytes', id: 1 },
        // As bytes, entries stay views of the body until they are read.
        entries: { rule: 'repeated', type: 'bytes', id: 2 },
        hash: { type: 'uint64', id: 3 },
      },
    },
    Entry: {
      fields: {
        timestamp: { type: 'Timestamp', id: 1 },
        line: { type: 'bytes', id: 2 },
        structuredMetadata: { rule: 'repeated', type: 'LabelPair', id: 3 },
        parsed: { rule: 'repeated', type: 'LabelPair', id: 4 },
      },
    },
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    LabelPair: { fields: { name: { type: 'bytes', id: 1 }, value: { type: 'bytes', id: 2 } } },
  },
}).resolveAll();
const StreamType = root.lookupType('Stream');
const EntryType = root.lookupType('Entry');

interface DecodedStream {
  labels?: Uint8Array;
  entries?: Uint8Array[];
}

interface DecodedEntry {
  timestamp?: { seconds?: string; nanos?: number };
  line?: Uint8Array;
  structuredMetadata?: Pair[];
  parsed?: Pair[];
}

interface Pair {
  name?: Uint8Array;
  value?: Uint8Array;
}

/** The id of a request's streams. */
const STREAMS = 1;

/**
 * The streams of a push request in protobuf, decoded on demand; a bad stream or entry does not affect
 * the others. Throws {@link TooManyValues}, or any other error if the body is not such a message.
 */
export function* decodePush(body: Buffer): Generator<Stream> {
  // Both labels and entries are read as bytes.
  const meter = new Meter({ reads: MAX_REQUEST_VALUES * 2, items: MAX_LOGS_PER_REQUEST * 2 });
  // Fields outside any stream are kept with the first one.
  let others = othersIn(body, meter);
  for (const { id, wire, start, end, isCut } of fieldsIn(body)) {
    const content = body.subarray(start, end);
    if (id === STREAMS && wire === LENGTH && content.length > 0) {
      yield decodeStream(isCut ? wholePart(content) : content, others, meter);
      others = [];
    }
    if (isCut) yield faulty('is cut off: the rest of the body cannot be read');
  }
}

/** The unknown fields of a request. */
function othersIn(body: Buffer, meter: Meter): Unknown {
  const unknown: Unknown = [];
  let isAny = body.length === 0;
  for (const { id, wire, start, end, isCut } of fieldsIn(body)) {
    meter.countReads(2);
    if (id === STREAMS && wire === LENGTH) {
      isAny = true;
    } else if (!isCut) {
      meter.countUnknown();
      unknown.push(unknownField(id, wire, body.subarray(start, end)));
    }
  }
  if (!isAny) throw new TypeError('has no streams');
  return unknown;
}

function decodeStream(bytes: Buffer, others: Unknown, meter: Meter): Stream {
  const reader = new GroupReader(bytes, meter);
  const decoded = decodedIfAny<DecodedStream>(() => StreamType.toObject(StreamType.decode(reader)));
  if (decoded === undefined) return faulty('is not a stream in protobuf');
  const { labels, entries = [] } = decoded;
  const repairs: Repair[] = [];
  const text = textOf(labels, repairs);
  const named = parseLabels(text) ?? { labels: text };
  const unknown = [...reader.unknown, ...others];
  return {
    labels: unknown.length === 0 ? named : mergeAttributes(named, mergeEntries(unknown)),
    entries: decodeEntries(entries, repairs, meter),
  };
}

function faulty(fault: string): Stream {
  return { labels: {}, entries: [faultyEntry(fault)] };
}

function faultyEntry(fault: string): Entry {
  return { time: undefined, line: '', metadata: {}, repairs: [], fault };
}

function* decodeEntries(
  entries: readonly Uint8Array[],
  repairs: readonly Repair[],
  meter: Meter,
): Generator<Entry> {
  for (const bytes of entries) {
    const reader = new BoundedReader(bytes, meter);
    const decoded = decodedIfAny<DecodedEntry>(() =>
      EntryType.toObject(EntryType.decode(reader), { longs: String }),
    );
    if (decoded === undefined) yield faultyEntry('is not an entry in protobuf');
    else yield toEntry(decoded, [...repairs], reader.unknown);
  }
}

function toEntry(
  { timestamp, line, structuredMetadata = [], parsed = [] }: DecodedEntry,
  repairs: Repair[],
  unknown: Unknown,
): Entry {
  const metadata = [...structuredMetadata, ...parsed].map(
    ({ name, value }) => [textOf(name, repairs), textOf(value, repairs)] as const,
  );
  return {
    time: toNanos(timestamp),
    line: textOf(line, repairs),
    metadata: mergeEntries([...metadata, ...unknown]),
    repairs,
  };
}

function textOf(bytes: Uint8Array | undefined, repairs: Repair[]): string {
  const buffer = Buffer.from(bytes ?? []);
  if (!isUtf8(buffer) && repairs.length === 0) {
    repairs.push({ pointer: '/text', repair: 'invalid_unicode' });
  }
  return buffer.toString('utf8');
}

function toNanos(timestamp: { seconds?: string; nanos?: number } | undefined): string | undefined {
  if (timestamp === undefined) return undefined;
  const { seconds = '0', nanos = 0 } = timestamp;
  return String(BigInt(seconds) * 1_000_000_000n + BigInt(nanos));
}
