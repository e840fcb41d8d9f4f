import type { IntakeOutcome } from '../format.js';

/** How many of a request's logs are rejected, and why the first of them is. */
export function describeRejected({ logs, rejected }: IntakeOutcome): string {
  const index = logs.findIndex((log) => !log.ok);
  const first = logs[index];
  const faults = first === undefined || first.ok ? [] : first.errors;
  const why = faults.map(({ pointer, detail }) => `${pointer} ${detail}`.trim()).join(', ');
  return `${rejected} of ${logs.length} logs were rejected, the others were accepted; log ${index}: ${why || 'is not valid'}.`;
}
