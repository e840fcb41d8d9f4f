export { countByKind, mergeCounts, type RedactionCounts } from './counts.js';
export type { RedactOptions } from './options.js';
export { Part, redactPart } from './part.js';
export { redactMap } from './redact-map.js';
export { REDACTED } from './marker-pattern.js';
export { redact, type Redacted, REDACTOR_VERSION, redactorVersion } from './redactor.js';
export type { Finding } from './types.js';
