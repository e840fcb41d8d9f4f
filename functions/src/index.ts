export {
  createApiKey,
  discardDeadLetter,
  listApiKeys,
  replayDeadLetter,
  revokeApiKey,
} from './console/function.js';
export { recordDeadLetters } from './dead-letter/function.js';
export { ingest } from './ingest/function.js';
export { processLogs } from './process/function.js';
