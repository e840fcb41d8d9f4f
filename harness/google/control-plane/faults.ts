/** What a rehearsal can let go wrong; all off to begin with. */
export interface Faults {
  /** An organisation's policy allows no `allUsers` in any policy. */
  refuseAllUsers: boolean;
  /** How often a new trigger is not found before it is there. */
  slowTriggers: number;
  /** How often a new subscription is not found before it is there. */
  slowSubscriptions: number;
  /** APIs that answer as if they were not enabled, by host. */
  disabledApis: string[];
  /** Permissions that the caller has not. */
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
