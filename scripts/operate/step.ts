/** One resource that a command ensures, and what had to be done about it. */
export interface Step {
  /** `topic log-ingestion-dlq` */
  what: string;
  outcome: 'created' | 'changed' | 'unchanged';
  /** Its state now, or with `check` the wanted state. */
  detail: string;
}

export function printStep({ what, outcome, detail }: Step): void {
  console.log(`${outcome.padEnd(9)}  ${what}: ${detail}`);
}
