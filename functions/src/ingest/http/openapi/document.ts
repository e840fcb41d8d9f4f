import { z } from 'zod';

import { VERSION } from '../../../version.js';
import { type ProblemCode, PROBLEMS } from '../../../contract/problem-codes.js';
import { SOURCE_TABLE } from '../../../contract/sources.js';
import { INTAKE } from '../../routes.js';
import { requestIdHeader, requestIdParameter, withRequestId } from './request-id.js';
import { AnyValue, ExportLogsServiceRequest, KeyValue, LogRecord } from './otlp-schemas.js';
import * as schemas from './schemas.js';

type Json = Record<string, unknown>;

/** The API as OpenAPI 3.1, made from the schemas that it is checked by. */
export function openApiDocument(): Json {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Unified Ingestion Gateway',
      version: VERSION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '.', description: 'The address of this document' }],
    security: [{ bearer: [] }, { apiKey: [] }],
    paths: {
      '/ingest': { post: withRequestId(ingest) },
      '/v1/logs': { post: withRequestId(exportLogs) },
      '/v1/logs/{log_id}': { get: withRequestId(logStatus) },
      ...foreignPaths(),
      '/health': {
        get: withRequestId({
          operationId: 'health',
          summary: 'Check that the gateway is running',
          security: [],
          responses: { 200: answer('The gateway is running', 'Health') },
        }),
      },
      '/openapi.json': {
        get: withRequestId({
          operationId: 'openapi',
          summary: 'Describe the API',
          security: [],
          responses: {
            200: {
              description: 'This document',
              content: { 'application/json': { schema: { type: 'object' } } },
            },
          },
        }),
      },
    },
    components: {
      schemas: toJsonSchemas({
        ...schemas,
        ExportLogsServiceRequest,
        AnyValue,
        KeyValue,
        LogRecord,
      }),
      parameters: {
        TenantId: header(
          'X-Tenant-ID',
          'The tenant. If you send a key, it must be the key’s tenant.',
        ),
        LogId: header('X-Log-ID', 'Takes precedence over Idempotency-Key.'),
        IdempotencyKey: header(
          'Idempotency-Key',
          'The log_id of a single log. For several logs, their log_ids are derived from it, the same ones each time.',
        ),
        ContentEncoding: {
          ...header('Content-Encoding', 'How the body is compressed.'),
          schema: { enum: ['gzip', 'deflate', 'br', 'zstd', 'snappy', 'identity'] },
        },
        Prefer: header(
          'Prefer',
          'handling=strict (RFC 7240) refuses what would otherwise be repaired, and says where; Preference-Applied confirms it.',
        ),
        RequestId: requestIdParameter,
      },
      headers: {
        RequestId: requestIdHeader,
        RateLimitPolicy: text(
          'The tenant’s quotas of "requests", "bytes" and "logs" per minute (draft-ietf-httpapi-ratelimit-headers); absent if it has none.',
        ),
        RateLimit: text('What is left of each quota, and the seconds until it resets.'),
        RetryAfter: text('Seconds to wait before sending again.'),
      },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
    },
  };
}

const REFUSALS = [
  'invalid_request',
  'unauthorized',
  'forbidden',
  'content_too_large',
  'unsupported_media_type',
  'too_many_requests',
  'internal_error',
  'unavailable',
] as const satisfies ProblemCode[];

const RATE_LIMIT = {
  'RateLimit-Policy': { $ref: '#/components/headers/RateLimitPolicy' },
  RateLimit: { $ref: '#/components/headers/RateLimit' },
};

const RETRY_AFTER = { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } };

const HEADERS = ['TenantId', 'LogId', 'IdempotencyKey', 'ContentEncoding', 'Prefer'].map(
  (name) => ({
    $ref: `#/components/parameters/${name}`,
  }),
);

const lines = { schema: { type: 'string', description: 'One log per line, as JSON' } };

const ingest = {
  operationId: 'ingest',
  summary: 'Send one log, or a batch',
  parameters: HEADERS,
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: { oneOf: [ref('Log'), { type: 'array', items: ref('Log'), minItems: 1 }] },
      },
      'application/x-ndjson': lines,
      'application/ndjson': lines,
      'application/jsonl': lines,
      'text/plain': { schema: { type: 'string', description: 'The text of one log' } },
    },
  },
  responses: {
    202: {
      description: 'The log is queued; of a batch, every log that is not listed as rejected',
      headers: RATE_LIMIT,
      content: {
        'application/json': { schema: { oneOf: [ref('Accepted'), ref('BatchAccepted')] } },
      },
    },
    ...problems(REFUSALS),
  },
};

const bytes = { schema: {} };

const exportLogs = {
  operationId: 'exportLogs',
  summary: 'Send OpenTelemetry logs (OTLP/HTTP)',
  parameters: HEADERS,
  requestBody: {
    required: true,
    content: {
      'application/json': { schema: ref('ExportLogsServiceRequest') },
      'application/x-protobuf': bytes,
    },
  },
  responses: {
    200: {
      description: 'The records are queued, except for those reported as rejected',
      headers: RATE_LIMIT,
      content: {
        'application/json': { schema: ref('ExportLogsServiceResponse') },
        'application/x-protobuf': bytes,
      },
    },
    ...Object.fromEntries(
      REFUSALS.map((code) => [
        PROBLEMS[code].status,
        {
          description: PROBLEMS[code].title,
          ...headersOf(code),
          content: {
            'application/json': { schema: ref('Status') },
            'application/x-protobuf': bytes,
            // Where the request names no encoding of OTLP.
            'application/problem+json': { schema: ref('Problem') },
          },
        },
      ]),
    ),
  },
};

/** What other systems' shippers send to, each in its own form: their documentation has it. */
function foreignPaths(): Json {
  // Paths with a key are left out: a key does not belong in an address.
  const foreign = INTAKE.filter(
    ({ name, path }) => name !== 'ingest' && name !== 'otlp' && !path.includes('{key}'),
  );
  const paths: Record<string, Json> = {};
  for (const { path, method, name } of foreign) {
    const system = Object.values(SOURCE_TABLE).find(({ route }) => route === name)?.name ?? name;
    const own = path.replaceAll(/[^a-z0-9]+/gi, '_').replaceAll(/^_|_$/g, '');
    const operation = {
      operationId: `${method.toLowerCase()}_${own}`,
      summary: `Send logs as you would to ${system}`,
      parameters: HEADERS,
      requestBody: { required: true, content: { '*/*': bytes } },
      responses: { default: { description: `The same answer as from ${system}` } },
    };
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, part]) => ({
      name: part,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }));
    paths[path] = {
      ...paths[path],
      ...(names.length > 0 && { parameters: names }),
      [method.toLowerCase()]: withRequestId(operation),
    };
  }
  return paths;
}

const logStatus = {
  operationId: 'logStatus',
  summary: 'Find out what became of a log',
  parameters: [
    { name: 'log_id', in: 'path', required: true, schema: { type: 'string' } },
    { $ref: '#/components/parameters/TenantId' },
  ],
  responses: {
    200: answer('The log is stored, or a dead letter', 'LogStatus'),
    ...problems([
      'invalid_request',
      'unauthorized',
      'forbidden',
      'not_found',
      'too_many_requests',
      'internal_error',
      'unavailable',
    ]),
  },
};

function problems(codes: readonly ProblemCode[]): Json {
  return Object.fromEntries(
    codes.map((code) => {
      const { status, title } = PROBLEMS[code];
      const content = { 'application/problem+json': { schema: ref('Problem') } };
      return [status, { description: title, ...headersOf(code), content }];
    }),
  );
}

function headersOf(code: ProblemCode): Json {
  if (code === 'unavailable') return { headers: RETRY_AFTER };
  return code === 'too_many_requests' ? { headers: { ...RATE_LIMIT, ...RETRY_AFTER } } : {};
}

function text(description: string): Json {
  return { description, schema: { type: 'string' } };
}

function answer(description: string, schema: string): Json {
  return { description, content: { 'application/json': { schema: ref(schema) } } };
}

function header(name: string, description: string): Json {
  return { name, in: 'header', description, schema: { type: 'string' } };
}

function ref(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

/** JSON Schemas that refer to each other by name. */
function toJsonSchemas(named: Readonly<Record<string, z.ZodType>>): Json {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id });
  const made = z.toJSONSchema(registry, {
    io: 'input',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ zodSchema, jsonSchema }) => {
      // Attributes are checked by code: what of it JSON Schema can say.
      if (zodSchema instanceof z.core.$ZodCustom) jsonSchema.type = 'object';
      // It says the same as the format, at length.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(made.schemas).map(([name, schema]) => {
      delete schema.$schema;
      delete schema.$id;
      return [name, schema];
    }),
  );
}
