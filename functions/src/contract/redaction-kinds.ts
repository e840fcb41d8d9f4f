/** What is redacted; how each is found is in `redact/detectors/`. */
export const REDACTION_KINDS = [
  'phone',
  'email',
  'card',
  'ssn',
  'iban',
  'ip',
  'mac',
  'secret',
] as const;

export type RedactionKind = (typeof REDACTION_KINDS)[number];
