export * from './entry/console.js';
export { recordDeadLetters } from './entry/record-dead-letters.js';
export { ingest } from './entry/ingest.js';
export { processLogs } from './entry/process-logs.js';
export { sendNotices } from './entry/send-notices.js';
