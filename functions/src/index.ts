export { recordDeadLetters } from './dead-letter/function.js';
export { ingest } from './ingest/function.js';
export { processLogs } from './process/function.js';
