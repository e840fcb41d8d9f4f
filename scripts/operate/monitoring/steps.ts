export type Outcome = 'created' | 'changed' | 'deleted' | 'unchanged';

/** One resource of the monitoring, and what had to be done about it. */
export interface Step {
  /** `alert dead-letters` */
  what: string;
  outcome: Outcome;
  /** What differed, as paths in the file. */
  differing: string[];
}

/** Options for applying every kind of resource. */
export interface Work {
  project: string;
  /** Changes nothing: the steps say what would be done. */
  check: boolean;
  onStep: (step: Step) => void;
}

/** What has to be done about a wanted resource. */
export function outcomeOf(current: unknown, differing: string[]): Outcome {
  if (current === undefined) return 'created';
  return differing.length > 0 ? 'changed' : 'unchanged';
}

/** Reports what has to be done, and does it unless asked only to report. */
export async function take(
  { check, onStep }: Work,
  step: Step,
  act: () => Promise<unknown>,
): Promise<void> {
  if (!check && step.outcome !== 'unchanged') await act();
  onStep(step);
}
