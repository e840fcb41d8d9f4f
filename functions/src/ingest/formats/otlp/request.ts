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
export function groupsOf(exported: unknown): Group[] {
  if (!isRecord(exported)) throw new NoExport(NOT_LOGS);
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
    (group) => !isRecord(group) || Object.keys(group).some((name) => !GROUP.has(name)),
  );
  if (isOther || holdsOther) throw new NoExport(NOT_LOGS);
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
