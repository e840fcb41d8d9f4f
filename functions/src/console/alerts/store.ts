import type { Alert, AlertCondition, AlertTarget, TargetSecret } from '../../contract/alert.js';
import type { Instant } from '../../contract/instant.js';

/** A target as it is stored: what readers see, and what they do not. */
export interface StoredTarget extends AlertTarget {
  secret: TargetSecret;
}

/** What an admin says of an alert; targets that are there already are named by their ids. */
export interface AlertChange {
  name: string;
  query: string;
  condition: AlertCondition;
  quiet_minutes: number;
  targets: readonly (StoredTarget | { id: string })[];
}

export type SaveOutcome =
  | { kind: 'saved'; alertId: string; targets: readonly AlertTarget[] }
  | { kind: 'no_tenant' | 'no_alert' | 'too_many' }
  /** None of this id is there. */
  | { kind: 'no_target'; id: string };

export type TestOutcome =
  | { kind: 'made'; noticeId: string; targets: readonly string[] }
  | { kind: 'no_alert' }
  | { kind: 'too_soon' };

/** Where a tenant's alerts are kept. Each change is one transaction. */
export interface AlertAdmin {
  /** Makes an alert, or changes the one of this id. */
  save(tenantId: string, alertId: string | undefined, change: AlertChange): Promise<SaveOutcome>;
  /** Until so many minutes from now; 0 ends it. `undefined` where there is no such alert. */
  silence(
    tenantId: string,
    alertId: string,
    minutes: number,
  ): Promise<Pick<Alert, 'silenced_until'> | undefined>;
  /** Makes a notice that says that it is a test. */
  test(tenantId: string, alertId: string): Promise<TestOutcome>;
  /** All but its notices. False where there is none. */
  remove(tenantId: string, alertId: string): Promise<boolean>;
  /** Signs with another secret; the old one is good until then. `undefined` for no webhook of the alert. */
  rotate(
    tenantId: string,
    alertId: string,
    targetId: string,
    secret: string,
  ): Promise<{ oldUntil: Instant } | undefined>;
}
