/** Faults that a rehearsal can inject; all off at first. */
export interface Faults {
  /** An organisation's policy allows no `allUsers` in any policy. */
  refuseAllUsers: boolean;
  /** How often a new trigger is reported missing before it is found. */
  slowTriggers: number;
  /** How often a new subscription is reported missing before it is found. */
  slowSubscriptions: number;
  /** APIs that answer as if they were not enabled, by host. */
  disabledApis: string[];
  /** Permissions that the caller lacks. */
  missingPermissions: string[];
  /** Answers the next calls that match `GET pubsub.googleapis.com/v1/…` with an error. */
  refusals: { match: RegExp; code: number; message: string; times: number }[];
}

export const noFaults = (): Faults => ({
  refuseAllUsers: false,
  slowTriggers: 0,
  slowSubscriptions: 0,
  disabledApis: [],
  missingPermissions: [],
  refusals: [],
});
