import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import type { Repair } from '../../../contract/repairs.js';
import { MAX_REQUEST_VALUES } from '../../../limits.js';
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
        entries: { rule: 'repeated', type: 'Entry', id: 2 },
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

interface Decoded {
  streams?: { labels?: Uint8Array; entries?: DecodedEntry[] }[];
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

/** Stops before a small body becomes a large object. */
class BoundedReader extends protobuf.BufferReader {
  private reads = 0;

  // Each field's tag and length is read here.
  override uint32(): number {
    this.reads += 1;
    if (this.reads > MAX_REQUEST_VALUES * 2) throw new TooManyValues();
    return super.uint32();
  }
}

/**
 * The streams of a push request in protobuf. Throws {@link TooManyValues}, or any other error for what is no
 * such message.
 */
export function decodePush(body: Buffer): Stream[] {
  const message = PushRequest.decode(new BoundedReader(body));
  const { streams = [] }: Decoded = PushRequest.toObject(message, { longs: String });
  return streams.map(({ labels, entries = [] }) => {
    const repairs: Repair[] = [];
    const text = textOf(labels, repairs);
    return {
      labels: parseLabels(text) ?? { labels: text },
      entries: entries.map((entry) => toEntry(entry, [...repairs])),
    };
  });
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
