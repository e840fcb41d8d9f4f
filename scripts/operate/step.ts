/** One thing that a command makes so, and what had to be done about it. */
export interface Step {
  /** `topic log-ingestion-dlq` */
  what: string;
  outcome: 'created' | 'changed' | 'unchanged';
  /** What it now is, or with `check` should be. */
  detail: string;
}

export function printStep({ what, outcome, detail }: Step): void {
  console.log(`${outcome.padEnd(9)}  ${what}: ${detail}`);
}
