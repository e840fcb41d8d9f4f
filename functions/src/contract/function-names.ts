import { CONSOLE_ACTIONS } from './console-actions.js';

/** The name of every function that a deployment creates. */
export const FUNCTION_NAMES = [
  'ingest',
  'processLogs',
  'recordDeadLetters',
  'countAlerts',
  'checkAbsence',
  'sendNotices',
  ...CONSOLE_ACTIONS,
] as const;

export type FunctionName = (typeof FUNCTION_NAMES)[number];
