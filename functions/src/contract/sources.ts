/** Everything about one way to send logs. */
interface SourceDescription {
  /** For people. */
  name: string;
  /** The name for its requests in the gateway's own logs. */
  route: string;
}

/**
 * Every way to send logs, keyed by a stored log's `source`, in menu order. The page, events,
 * metrics and OpenAPI all read it from here.
 */
export const SOURCE_TABLE = {
  json_upload: { name: 'JSON', route: 'ingest' },
  text_upload: { name: 'Text', route: 'ingest' },
  otlp_upload: { name: 'OTLP', route: 'otlp' },
  loki_push: { name: 'Loki', route: 'loki' },
  elasticsearch_bulk: { name: 'Elasticsearch', route: 'elasticsearch' },
  splunk_hec: { name: 'Splunk', route: 'splunk' },
  datadog_logs: { name: 'Datadog', route: 'datadog' },
  seq_events: { name: 'Seq', route: 'seq' },
  gelf_http: { name: 'GELF', route: 'gelf' },
  msgpack_upload: { name: 'MessagePack', route: 'ingest' },
  logplex_upload: { name: 'Logplex', route: 'ingest' },
  firehose_delivery: { name: 'Firehose', route: 'ingest' },
  pubsub_push: { name: 'Pub/Sub', route: 'ingest' },
} as const satisfies Record<string, SourceDescription>;

export type Source = keyof typeof SOURCE_TABLE;

export function isSource(value: string): value is Source {
  return Object.hasOwn(SOURCE_TABLE, value);
}

/** All of them, in order. */
export const SOURCES: readonly Source[] = Object.keys(SOURCE_TABLE).filter(isSource);
