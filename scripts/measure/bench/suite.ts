import type { Google, GoogleName } from './google.js';
import type { Measured } from './rounds.js';

/** What every suite uses to measure. */
export interface Bench {
  google: Google;
  /** Environment of our functions: the project, the topics, no sign-in. */
  env: Record<string, string>;
  rounds: number;
  /** Seconds of load per measurement. */
  seconds: number;
  onStep: (step: string) => void;
}

/** A ratio, or another figure, that is compared with its goal. */
export interface Goal {
  what: string;
  ratio: number;
  goal: { atLeast: number } | { atMost: number };
}

export interface SuiteResult {
  title: string;
  measured: Measured[];
  goals: Goal[];
  notes: string[];
}

export interface Suite {
  /** What it is measured against, each separately. */
  googles: readonly GoogleName[];
  run: (bench: Bench) => Promise<SuiteResult>;
}

/** An unmeasured figure meets no goal. */
export function isMet({ ratio, goal }: Goal): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}
