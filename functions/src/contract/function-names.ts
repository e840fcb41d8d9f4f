import { CONSOLE_ACTIONS } from './console-actions.js';

/** Every function that a deployment makes, by its name. */
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
