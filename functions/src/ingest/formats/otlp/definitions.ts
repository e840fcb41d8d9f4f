import type { INamespace } from 'protobufjs';

/**
 * The messages of OTLP/HTTP for logs, as opentelemetry-proto 1.x and google.rpc define them, in the
 * form that protobufjs reads: names, numbers and types, and no code.
 * https://github.com/open-telemetry/opentelemetry-proto/tree/main/opentelemetry/proto
 * https://github.com/googleapis/googleapis/blob/master/google/rpc/status.proto
 */
export const DEFINITIONS: INamespace = {
  nested: {
    // Only for tests to encode: the gateway reads its groups one by one.
    ExportLogsServiceRequest: { fields: { resourceLogs: list('ResourceLogs', 1) } },
    ExportLogsServiceResponse: { fields: { partialSuccess: one('ExportLogsPartialSuccess', 1) } },
    ExportLogsPartialSuccess: {
      fields: { rejectedLogRecords: one('int64', 1), errorMessage: one('string', 2) },
    },
    ResourceLogs: {
      fields: {
        resource: one('Resource', 1),
        scopeLogs: list('ScopeLogs', 2),
        schemaUrl: one('string', 3),
        // Of the protocol before 0.15, which names the same messages otherwise.
        instrumentationLibraryLogs: list('ScopeLogs', 1000),
      },
    },
    Resource: {
      fields: {
        attributes: list('KeyValue', 1),
        droppedAttributesCount: one('uint32', 2),
        entityRefs: list('EntityRef', 3),
      },
    },
    EntityRef: {
      fields: {
        schemaUrl: one('string', 1),
        type: one('string', 2),
        idKeys: list('string', 3),
        descriptionKeys: list('string', 4),
      },
    },
    ScopeLogs: {
      fields: {
        scope: one('InstrumentationScope', 1),
        // Each is decoded by itself, so that a bad one takes no other with it.
        logRecords: list('bytes', 2),
        schemaUrl: one('string', 3),
      },
    },
    InstrumentationScope: {
      fields: {
        name: one('string', 1),
        version: one('string', 2),
        attributes: list('KeyValue', 3),
        droppedAttributesCount: one('uint32', 4),
      },
    },
    LogRecord: {
      fields: {
        timeUnixNano: one('fixed64', 1),
        // An enum, which is sent as an int32.
        severityNumber: one('int32', 2),
        severityText: one('string', 3),
        body: one('AnyValue', 5),
        attributes: list('KeyValue', 6),
        droppedAttributesCount: one('uint32', 7),
        flags: one('fixed32', 8),
        traceId: one('bytes', 9),
        spanId: one('bytes', 10),
        observedTimeUnixNano: one('fixed64', 11),
        eventName: one('string', 12),
      },
    },
    KeyValue: { fields: { key: one('string', 1), value: one('AnyValue', 2) } },
    AnyValue: {
      oneofs: {
        value: {
          oneof: [
            'stringValue',
            'boolValue',
            'intValue',
            'doubleValue',
            'arrayValue',
            'kvlistValue',
            'bytesValue',
          ],
        },
      },
      fields: {
        stringValue: one('string', 1),
        boolValue: one('bool', 2),
        intValue: one('int64', 3),
        doubleValue: one('double', 4),
        arrayValue: one('ArrayValue', 5),
        kvlistValue: one('KeyValueList', 6),
        bytesValue: one('bytes', 7),
      },
    },
    ArrayValue: { fields: { values: list('AnyValue', 1) } },
    KeyValueList: { fields: { values: list('KeyValue', 1) } },
    Status: { fields: { code: one('int32', 1), message: one('string', 2) } },
  },
};

function one(type: string, id: number) {
  return { type, id };
}

function list(type: string, id: number) {
  return { rule: 'repeated' as const, type, id };
}
