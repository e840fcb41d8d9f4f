import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';

/**
 * What a client exports, in the JSON form of OTLP:
 * https://opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding. Nobody keeps to it in all, so
 * that nothing is taken for granted: names may be in snake_case, a list may be its only item, and
 * before 0.15 a scope was an instrumentation library.
 */
export interface Group {
  resource: unknown;
  resourceSchema: unknown;
  scope: unknown;
  scopeSchema: unknown;
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

/** Why a value is no export of logs, as a sentence. */
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
  return names.flatMap((name) => {
    const list = fieldOf(value, name);
    return list === undefined || list === null ? [] : list;
  });
}

/** The groups of an export's records. Throws {@link NoExport} for what holds no logs, but something. */
export function groupsOf(sent: unknown): Group[] {
  if (!isRecord(sent)) throw new NoExport(NOT_LOGS);
  const exported = 'ResourceLogs' in sent ? fromPascalCase(sent) : sent;
  const groups = listOf(exported, 'resourceLogs').flatMap((resourceLogs, at) =>
    listOf(resourceLogs, 'scopeLogs', 'instrumentationLibraryLogs').map((scopeLogs, index) => ({
      resource: fieldOf(resourceLogs, 'resource'),
      resourceSchema: fieldOf(resourceLogs, 'schemaUrl'),
      scope: fieldOf(scopeLogs, 'scope') ?? fieldOf(scopeLogs, 'instrumentationLibrary'),
      scopeSchema: fieldOf(scopeLogs, 'schemaUrl'),
      records: listOf(scopeLogs, 'logRecords', 'logs').map((record) => ({ record })),
      place: `${at}/${index}`,
    })),
  );
  if (groups.every(({ records }) => records.length === 0)) refuseOther(exported);
  return groups;
}

/** Encoders of .NET and Go name fields after their types' members: `TimeUnixNano`. */
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

const NOT_LOGS = 'The body is no export of logs: POST other JSON to /ingest.';

/** What may be at the top of an export without records. */
function refuseOther(exported: Record<string, unknown>): void {
  for (const [name, signal] of OTHER_SIGNALS) {
    if (fieldOf(exported, name) !== undefined) {
      throw new NoExport(`The body holds ${signal}: logs alone are taken here.`);
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
  ['resource', 'schemaUrl', 'scopeLogs', 'instrumentationLibraryLogs'].flatMap((name) => [
    name,
    snakeCase(name),
  ]),
);
const SCOPE = new Set(
  ['scope', 'instrumentationLibrary', 'schemaUrl', 'logRecords', 'logs'].flatMap((name) => [
    name,
    snakeCase(name),
  ]),
);
