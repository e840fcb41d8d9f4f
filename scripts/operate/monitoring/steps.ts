export type Outcome = 'created' | 'changed' | 'deleted' | 'unchanged';

/** One thing of the monitoring, and what had to be done about it. */
export interface Step {
  /** `alert dead-letters` */
  what: string;
  outcome: Outcome;
  /** What differed, as paths in the file. */
  differing: string[];
}

/** What every kind of thing is applied with. */
export interface Work {
  project: string;
  /** Changes nothing: the steps say what would be done. */
  check: boolean;
  onStep: (step: Step) => void;
}

/** What has to be done about something that is to be there. */
export function outcomeOf(current: unknown, differing: string[]): Outcome {
  if (current === undefined) return 'created';
  return differing.length > 0 ? 'changed' : 'unchanged';
}

/** Says what has to be done, and does it unless it is only to be said. */
export async function take(
  { check, onStep }: Work,
  step: Step,
  act: () => Promise<unknown>,
): Promise<void> {
  if (!check && step.outcome !== 'unchanged') await act();
  onStep(step);
}
