export * from './entry/console.js';
export { checkAbsence } from './entry/check-absence.js';
export { countAlerts } from './entry/count-alerts.js';
export { recordDeadLetters } from './entry/record-dead-letters.js';
export { ingest } from './entry/ingest.js';
export { processLogs } from './entry/process-logs.js';
export { sendNotices } from './entry/send-notices.js';
