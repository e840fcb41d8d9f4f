import { z } from 'zod';

/**
 * What a client should export, in the JSON form of OTLP:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Only described here: what
 * deviates from it is read all the same (`formats/otlp/request.ts`).
 */
const uint64 = z.union([z.string().regex(/^\d{1,20}$/), z.number()]);
const int64 = z.union([z.string().regex(/^-?\d{1,20}$/), z.int()]);
const count = z.int();
const text = z.string();
const hex = text.regex(/^(?:[0-9A-Fa-f]{2})*$/);

export const AnyValue: z.ZodType = z.lazy(() =>
  z.object({
    stringValue: text.nullish(),
    boolValue: z.boolean().nullish(),
    intValue: int64.nullish(),
    doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).nullish(),
    arrayValue: z.object({ values: z.array(AnyValue).nullish() }).nullish(),
    kvlistValue: z.object({ values: z.array(KeyValue).nullish() }).nullish(),
    bytesValue: text.nullish(),
  }),
);
export const KeyValue: z.ZodType = z.object({ key: text, value: AnyValue.nullish() });

const attributes = z.array(KeyValue).nullish();

export const LogRecord = z.object({
  timeUnixNano: uint64.nullish(),
  observedTimeUnixNano: uint64.nullish(),
  severityNumber: count.nullish(),
  severityText: text.nullish(),
  body: AnyValue.nullish(),
  attributes,
  droppedAttributesCount: count.nullish(),
  flags: count.nullish(),
  traceId: hex.nullish(),
  spanId: hex.nullish(),
  eventName: text.nullish(),
});

export const ExportLogsServiceRequest = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes, droppedAttributesCount: count.nullish() }).nullish(),
        schemaUrl: text.nullish(),
        scopeLogs: z
          .array(
            z.object({
              scope: z
                .object({
                  name: text.nullish(),
                  version: text.nullish(),
                  attributes,
                  droppedAttributesCount: count.nullish(),
                })
                .nullish(),
              schemaUrl: text.nullish(),
              logRecords: z.array(LogRecord).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});
