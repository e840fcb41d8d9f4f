import { SeverityNumber } from '@opentelemetry/api-logs';
import { JsonLogsSerializer, ProtobufLogsSerializer } from '@opentelemetry/otlp-transformer';
import { resourceFromAttributes } from '@opentelemetry/resources';
import type { ReadableLogRecord } from '@opentelemetry/sdk-logs';

import type { IngestRequest } from '../../src/ingest/http/http.js';
import { request } from './request.js';

/** A record as OpenTelemetry's own SDK hands it to its exporters. */
export function otelRecord(overrides: Partial<ReadableLogRecord> = {}): ReadableLogRecord {
  return {
    hrTime: [1_705_314_600, 123_456_789],
    hrTimeObserved: [1_705_314_601, 0],
    spanContext: {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
    },
    severityNumber: SeverityNumber.WARN,
    severityText: 'warn',
    body: 'User 555-0199 left',
    resource: resourceFromAttributes({ 'service.name': 'shop' }),
    instrumentationScope: { name: 'cart', version: '1.2.3' },
    attributes: { 'user.id': 7, 'http.route': '/cart', ok: true, tags: ['a', 'b'], half: 0.5 },
    droppedAttributesCount: 2,
    ...overrides,
  };
}

const SERIALIZERS = {
  'application/json': JsonLogsSerializer,
  'application/x-protobuf': ProtobufLogsSerializer,
} as const;

export type OtlpEncoding = keyof typeof SERIALIZERS;

export const ENCODINGS = Object.keys(SERIALIZERS) as OtlpEncoding[];

/** Records as OpenTelemetry's own serializer writes them. */
export function otlpBody(encoding: OtlpEncoding, records: ReadableLogRecord[]): Buffer {
  return Buffer.from(SERIALIZERS[encoding].serializeRequest(records) ?? []);
}

export function otlpRequest(
  encoding: OtlpEncoding,
  body: Buffer | string,
  headers: Record<string, string> = { 'x-tenant-id': 'acme' },
): IngestRequest {
  return request('POST', '/v1/logs', { 'content-type': encoding, ...headers }, body);
}

/** An answer of success as OpenTelemetry's own deserializer reads it. */
export function readOtlpAnswer(encoding: OtlpEncoding, body: unknown) {
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  return SERIALIZERS[encoding].deserializeResponse(bytes);
}
