import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';

/**
 * What a client exports, in the JSON form of OTLP:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. No client follows it fully, so
 * nothing is taken for granted: names may be in snake_case, a list may be just its only item, and
 * before 0.15 a scope was an instrumentation library.
 */
export interface Group {
  resource: unknown;
  resourceSchema: unknown;
  scope: unknown;
  scopeSchema: unknown;
  /** Fields beside the records that the protocol does not know, of all levels. */
  unknown?: Record<string, unknown>;
  records: readonly SentRecord[];
  /** Where it is in the request: the indexes of its resource and scope. */
  place: string;
}

/** A record, or why it could not be decoded. */
export interface SentRecord {
  record?: unknown;
  /** Made while it was decoded. */
  repairs?: readonly Repair[];
  fault?: string;
}

/** Why a value is not an export of logs, as a sentence. */
export class NoExport extends Error {
  override name = 'NoExport';
}

export function isNoExport(error: unknown): error is NoExport {
  // By its name: it also comes from a module that is loaded when needed.
  return error instanceof Error && error.name === 'NoExport';
}

/** A field by its name in lowerCamelCase, or in snake_case. */
export function fieldOf(value: unknown, name: string): unknown {
  if (!isRecord(value)) return undefined;
  return value[name] ?? value[snakeCase(name)];
}

const SNAKE = new Map<string, string>();

export function snakeCase(name: string): string {
  let snake = SNAKE.get(name);
  if (snake === undefined) {
    snake = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    SNAKE.set(name, snake);
  }
  return snake;
}

function listOf(value: unknown, ...names: string[]): unknown[] {
  if (!isRecord(value)) return [];
  const both = new Set(names.flatMap((name) => [name, snakeCase(name)]));
  // A key that is there twice has the lists of both.
  return [...both].flatMap((name) => value[name] ?? []).flat();
}

/** The groups of an export's records. Throws {@link NoExport} for what holds no logs, but something. */
export function groupsOf(sent: unknown): Group[] {
  if (!isRecord(sent)) throw new NoExport(NOT_LOGS);
  const exported = 'ResourceLogs' in sent ? fromPascalCase(sent) : sent;
  const beside = unknownIn(exported, LOGS);
  const groups = listOf(exported, 'resourceLogs').flatMap((resourceLogs, at) =>
    scopesOf(resourceLogs).map((scopeLogs, index) => ({
      resource: fieldOf(resourceLogs, 'resource'),
      resourceSchema: fieldOf(resourceLogs, 'schemaUrl'),
      scope: fieldOf(scopeLogs, 'scope') ?? fieldOf(scopeLogs, 'instrumentationLibrary'),
      scopeSchema: fieldOf(scopeLogs, 'schemaUrl'),
      unknown: {
        ...beside,
        ...unknownIn(resourceLogs, GROUP),
        ...unknownIn(scopeLogs, SCOPE),
      },
      records: recordsIn(scopeLogs, resourceLogs),
      place: `${at}/${index}`,
    })),
  );
  const isNone = groups.every(({ records }) => records.every(({ fault }) => fault !== undefined));
  if (isNone) refuseOther(exported);
  return groups;
}

/** Its scopes; records in the place of a scope belong to none. */
function scopesOf(resourceLogs: unknown): unknown[] {
  const scopes = listOf(resourceLogs, 'scopeLogs', 'instrumentationLibraryLogs');
  const logRecords = listOf(resourceLogs, 'logRecords', 'logs');
  if (logRecords.length > 0) return [...scopes, { logRecords }];
  return scopes.length === 0 && hasOther(resourceLogs, GROUP) ? [{}] : scopes;
}

/** A group that holds something other than records, next to groups that hold some, is a fault. */
function recordsIn(scopeLogs: unknown, resourceLogs: unknown): SentRecord[] {
  const records = listOf(scopeLogs, 'logRecords', 'logs').map((record) => ({ record }));
  const isOther = hasOther(scopeLogs, SCOPE) || hasOther(resourceLogs, GROUP);
  return records.length === 0 && isOther ? [{ fault: 'has something other than logs' }] : records;
}

function unknownIn(value: unknown, known: ReadonlySet<string>): Record<string, unknown> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).filter(([name]) => !known.has(name)));
}

/** .NET and Go encoders name fields after the members of their types: `TimeUnixNano`. */
function fromPascalCase(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const items: unknown = Array.isArray(item)
        ? item.map((one: unknown) => (isRecord(one) ? fromPascalCase(one) : one))
        : item;
      // Attributes that are no list are a map, whose names are the sender's own.
      const isMap = name === 'Attributes' || !isRecord(items);
      return [withSmallInitial(name), isMap ? items : fromPascalCase(items)];
    }),
  );
}

export function withSmallInitial(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

const NOT_LOGS = 'The body is not an export of logs: POST other JSON to /ingest.';

/** What may be at the top of an export without records. */
function refuseOther(exported: Record<string, unknown>): void {
  for (const [name, signal] of OTHER_SIGNALS) {
    if (fieldOf(exported, name) !== undefined) {
      throw new NoExport(`The body contains ${signal}; this path accepts only logs.`);
    }
  }
  const isOther = Object.keys(exported).some((name) => !LOGS.has(name));
  const holdsOther = listOf(exported, 'resourceLogs').some(
    (group) =>
      hasOther(group, GROUP) ||
      listOf(group, 'scopeLogs', 'instrumentationLibraryLogs').some((one) => hasOther(one, SCOPE)),
  );
  if (isOther || holdsOther) throw new NoExport(NOT_LOGS);
}

function hasOther(value: unknown, known: ReadonlySet<string>): boolean {
  return !isRecord(value) || Object.keys(value).some((name) => !known.has(name));
}

const OTHER_SIGNALS = [
  ['resourceSpans', 'traces'],
  ['resourceMetrics', 'metrics'],
  ['resourceProfiles', 'profiles'],
] as const;
const LOGS = new Set(['resourceLogs', 'resource_logs']);
const GROUP = new Set(
  [
    'resource',
    'schemaUrl',
    'scopeLogs',
    'instrumentationLibraryLogs',
    'logRecords',
    'logs',
  ].flatMap((name) => [name, snakeCase(name)]),
);
const SCOPE = new Set(
  ['scope', 'instrumentationLibrary', 'schemaUrl', 'logRecords', 'logs'].flatMap((name) => [
    name,
    snakeCase(name),
  ]),
);
