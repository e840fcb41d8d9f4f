import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import type { Repair } from '../../../contract/repairs.js';
import { MAX_LOGS_PER_REQUEST, MAX_REQUEST_VALUES } from '../../../limits.js';
import { mergeEntries } from '../foreign/attributes.js';
import { parseLabels } from './labels.js';
import type { Entry, Stream } from './loki.js';

/**
 * What Loki calls a push request, with the field numbers of its `push.proto`. Texts are read as bytes,
 * since clients write other encodings, too.
 * https://github.com/grafana/loki/blob/main/pkg/push/push.proto
 */
const root = protobuf.Root.fromJSON({
  nested: {
    PushRequest: { fields: { streams: { rule: 'repeated', type: 'Stream', id: 1 } } },
    Stream: {
      fields: {
        labels: { type: 'bytes', id: 1 },
        // As bytes, entries stay views of the body until they are read.
        entries: { rule: 'repeated', type: 'bytes', id: 2 },
      },
    },
    Entry: {
      fields: {
        timestamp: { type: 'Timestamp', id: 1 },
        line: { type: 'bytes', id: 2 },
        structuredMetadata: { rule: 'repeated', type: 'LabelPair', id: 3 },
      },
    },
    Timestamp: { fields: { seconds: { type: 'int64', id: 1 }, nanos: { type: 'int32', id: 2 } } },
    LabelPair: { fields: { name: { type: 'bytes', id: 1 }, value: { type: 'bytes', id: 2 } } },
  },
}).resolveAll();
const PushRequest = root.lookupType('PushRequest');
const EntryType = root.lookupType('Entry');

interface Decoded {
  streams?: { labels?: Uint8Array; entries?: Uint8Array[] }[];
}

interface DecodedEntry {
  timestamp?: { seconds?: string; nanos?: number };
  line?: Uint8Array;
  structuredMetadata?: { name?: Uint8Array; value?: Uint8Array }[];
}

/** The message holds more than is decoded. */
export class TooManyValues extends Error {
  override name = 'TooManyValues';
}

/** Reads of all readers of one request. */
interface Meter {
  reads: number;
}

/** Stops before a small body becomes a large object. */
class BoundedReader extends protobuf.BufferReader {
  private readonly meter: Meter;

  constructor(body: Uint8Array, meter: Meter) {
    super(Buffer.from(body.buffer, body.byteOffset, body.byteLength));
    this.meter = meter;
  }

  // Each field's tag and length is read here.
  override uint32(): number {
    this.meter.reads += 1;
    if (this.meter.reads > MAX_REQUEST_VALUES * 2) throw new TooManyValues();
    return super.uint32();
  }
}

/** Reads a request, whose labels and entries are bytes: 2 of a body can be an entry. */
class RequestReader extends BoundedReader {
  private texts = 0;

  override bytes(): Uint8Array {
    this.texts += 1;
    if (this.texts > 2 * MAX_LOGS_PER_REQUEST) throw new TooManyValues();
    return super.bytes();
  }
}

/**
 * The streams of a push request in protobuf, read as they are asked for. Throws {@link TooManyValues},
 * or any other error for what is no such message.
 */
export function* decodePush(body: Buffer): Generator<Stream> {
  const meter: Meter = { reads: 0 };
  const message = PushRequest.decode(new RequestReader(body, meter));
  const { streams = [] }: Decoded = PushRequest.toObject(message);
  for (const { labels, entries = [] } of streams) {
    const repairs: Repair[] = [];
    const text = textOf(labels, repairs);
    yield {
      labels: parseLabels(text) ?? { labels: text },
      entries: decodeEntries(entries, repairs, meter),
    };
  }
}

function* decodeEntries(
  entries: readonly Uint8Array[],
  repairs: readonly Repair[],
  meter: Meter,
): Generator<Entry> {
  for (const bytes of entries) {
    const decoded = EntryType.decode(new BoundedReader(bytes, meter));
    yield toEntry(EntryType.toObject(decoded, { longs: String }), [...repairs]);
  }
}

function toEntry(
  { timestamp, line, structuredMetadata = [] }: DecodedEntry,
  repairs: Repair[],
): Entry {
  const metadata = structuredMetadata.map(
    ({ name, value }) => [textOf(name, repairs), textOf(value, repairs)] as const,
  );
  return {
    time: toNanos(timestamp),
    line: textOf(line, repairs),
    metadata: mergeEntries(metadata),
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
