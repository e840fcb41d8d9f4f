export { countByKind, mergeCounts, type RedactionCounts } from './counts.js';
export { redactMap } from './redact-map.js';
export { redact, REDACTED, type Redacted, REDACTOR_VERSION } from './redactor.js';
export type { Finding, RedactionKind } from './types.js';
