import type { Google, GoogleName } from './google.js';
import type { Measured } from './rounds.js';

/** What every suite measures with. */
export interface Bench {
  google: Google;
  /** Environment of our functions: the project, the topics, no sign-in. */
  env: Record<string, string>;
  rounds: number;
  /** Of load a measurement. */
  seconds: number;
  onStep: (step: string) => void;
}

/** A ratio, or another figure, that is held against its goal. */
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
  /** What it is measured against, each by itself. */
  googles: readonly GoogleName[];
  run: (bench: Bench) => Promise<SuiteResult>;
}

/** What was not measured meets no goal. */
export function isMet({ ratio, goal }: Goal): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}
