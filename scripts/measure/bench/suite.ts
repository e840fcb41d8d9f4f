import type { PubSub } from '@google-cloud/pubsub';

import type { Measured } from './rounds.js';

/** What every suite measures with. */
export interface Bench {
  pubsub: PubSub;
  /** Environment of the functions: the project, the topics, no sign-in. */
  env: Record<string, string>;
  rounds: number;
  /** Of load a measurement. */
  seconds: number;
  onStep: (step: string) => void;
}

/** A ratio that is held against its goal. */
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

export type Suite = (bench: Bench) => Promise<SuiteResult>;

export function isMet({ ratio, goal }: Goal): boolean {
  return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}
