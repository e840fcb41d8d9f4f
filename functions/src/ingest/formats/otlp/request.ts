import { z } from 'zod';

/**
 * What a client exports, in the JSON form of OTLP:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Fields that are not known here
 * are ignored, as the specification demands.
 */
export interface ExportRequest {
  resourceLogs?: ResourceLogs[] | null | undefined;
}

const uint64 = z.union([
  z.string().regex(/^\d{1,20}$/, 'must be a whole number'),
  z.number().transform(String),
]);
const int64 = z.union([z.string().regex(/^-?\d{1,20}$/, 'must be a whole number'), z.int()]);
const count = z.union([
  z.int('must be a whole number'),
  z
    .string()
    .regex(/^\d{1,10}$/, 'must be a whole number')
    .transform(Number),
]);
const text = z.string('must be a string');
const hex = text.regex(/^(?:[0-9A-Fa-f]{2})*$/, 'must be hexadecimal');

/** One of its fields is there, or none for an empty value. */
export interface AnyValue {
  stringValue?: string | null | undefined;
  boolValue?: boolean | null | undefined;
  intValue?: string | number | null | undefined;
  doubleValue?: number | string | null | undefined;
  arrayValue?: { values?: AnyValue[] | null | undefined } | null | undefined;
  kvlistValue?: { values?: KeyValue[] | null | undefined } | null | undefined;
  /** In base64. */
  bytesValue?: string | null | undefined;
}

export interface KeyValue {
  key: string;
  value?: AnyValue | null | undefined;
}

export const anyValueSchema: z.ZodType<AnyValue> = z.lazy(() =>
  z.object({
    stringValue: text.nullish(),
    boolValue: z.boolean().nullish(),
    intValue: int64.nullish(),
    doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).nullish(),
    arrayValue: z.object({ values: z.array(anyValueSchema).nullish() }).nullish(),
    kvlistValue: z.object({ values: z.array(keyValueSchema).nullish() }).nullish(),
    bytesValue: text.nullish(),
  }),
);
export const keyValueSchema: z.ZodType<KeyValue> = z.object({
  key: text,
  value: anyValueSchema.nullish(),
});
const attributes = z.array(keyValueSchema).nullish();

export const logRecordSchema = z.object({
  timeUnixNano: uint64.nullish(),
  observedTimeUnixNano: uint64.nullish(),
  severityNumber: count.nullish(),
  severityText: text.nullish(),
  body: anyValueSchema.nullish(),
  attributes,
  droppedAttributesCount: count.nullish(),
  flags: count.nullish(),
  traceId: hex.nullish(),
  spanId: hex.nullish(),
  eventName: text.nullish(),
});

export type LogRecord = z.infer<typeof logRecordSchema>;

const resourceSchema = z.object({ attributes, droppedAttributesCount: count.nullish() });
const scopeSchema = z.object({
  name: text.nullish(),
  version: text.nullish(),
  attributes,
  droppedAttributesCount: count.nullish(),
});

export type Resource = z.infer<typeof resourceSchema>;
export type Scope = z.infer<typeof scopeSchema>;

const resourceLogsSchema = z.object({
  resource: resourceSchema.nullish(),
  schemaUrl: text.nullish(),
  scopeLogs: z
    .array(
      z.object({
        scope: scopeSchema.nullish(),
        schemaUrl: text.nullish(),
        // Each is judged by itself.
        logRecords: z.array(z.unknown().meta({ description: 'A LogRecord' })).nullish(),
      }),
    )
    .nullish(),
});

type ResourceLogs = z.infer<typeof resourceLogsSchema>;

/** All but the records, which are judged one by one. */
export const exportRequestSchema = z.object({
  resourceLogs: z.array(resourceLogsSchema).nullish(),
});
