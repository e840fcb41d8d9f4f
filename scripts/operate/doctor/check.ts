import type { DeployedFunction } from '../delivery-policy/deployed-functions.js';
import type { GoogleRest } from '../google/rest.js';

/** The result of one check. */
export interface Finding {
  /** `APIs` */
  name: string;
  /** `warning`: it works, but somebody should know. `unknown`: it could not be checked. */
  outcome: 'right' | 'warning' | 'wrong' | 'unknown';
  detail: string;
  /** How a person fixes it. */
  fix?: string;
}

/** The input of every check. */
export interface Patient {
  rest: GoogleRest;
  project: string;
  database: string;
  /** The configuration that deploys to the project. */
  configName: string;
  config: { firestore: { rules: string; indexes: string }; hosting: { site?: string } };
  /** All functions of the project; empty if the API is off. */
  functions: readonly DeployedFunction[];
  /** Those deployed from this repository. */
  ours: readonly DeployedFunction[];
}

export interface Check {
  name: string;
  run(patient: Patient): Omit<Finding, 'name'> | Promise<Omit<Finding, 'name'>>;
}

export const right = (detail: string) => ({ outcome: 'right', detail }) as const;
export const wrong = (detail: string, fix: string) => ({ outcome: 'wrong', detail, fix }) as const;
export const warning = (detail: string, fix: string) =>
  ({ outcome: 'warning', detail, fix }) as const;
