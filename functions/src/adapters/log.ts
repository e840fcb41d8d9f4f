import * as logger from 'firebase-functions/logger';

import { settings } from '../config.js';
import { errorCode } from '../error-code.js';

type Level = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

const RANK: Readonly<Record<string, number>> = {
  DEBUG: 0,
  INFO: 1,
  WARNING: 2,
  ERROR: 3,
} satisfies Record<Level, number>;

/** Names and numbers about the work; log text, attributes and keys never go in. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** The gateway's own structured logs: one event a line, under a stable name. */
export const log = {
  debug: (event: string, fields: LogFields = {}) => write('DEBUG', event, fields),
  info: (event: string, fields: LogFields = {}) => write('INFO', event, fields),
  warn: (event: string, fields: LogFields = {}) => write('WARNING', event, fields),
  error: (event: string, error: unknown, fields: LogFields = {}) =>
    write('ERROR', event, { ...fields, ...describe(error) }),
};

function write(severity: Level, event: string, fields: LogFields): void {
  if (rank(severity) < rank(settings().logLevel)) return;
  logger.write({ severity, message: event, event, ...fields });
}

/** A level that nobody knows counts as INFO: better too much said than nothing. */
function rank(level: string): number {
  return RANK[level.toUpperCase()] ?? 1;
}

/** An error's kind and place. Its message may quote what it choked on, so it stays out. */
function describe(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  return {
    error: error.name,
    code: errorCode(error),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
  };
}
