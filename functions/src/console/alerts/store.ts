import type { Alert, AlertCondition, AlertTarget, TargetSecret } from '../../contract/alert.js';
import type { Instant } from '../../contract/instant.js';

/** A target as it is stored: the part that readers see, and the part that they do not. */
export interface StoredTarget extends AlertTarget {
  secret: TargetSecret;
}

/** An alert as an admin saves it; existing targets are given by id. */
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
  /** There is no target with this id. */
  | { kind: 'no_target'; id: string };

export type TestOutcome =
  | { kind: 'made'; noticeId: string; targets: readonly string[] }
  | { kind: 'no_alert' }
  | { kind: 'too_soon' };

/** Storage for a tenant's alerts. Each change is one transaction. */
export interface AlertAdmin {
  /** Creates an alert, or changes the one with this id. */
  save(tenantId: string, alertId: string | undefined, change: AlertChange): Promise<SaveOutcome>;
  /**
   * Silences for so many minutes from now; 0 ends a silence. `undefined` if there is no such alert.
   */
  silence(
    tenantId: string,
    alertId: string,
    minutes: number,
  ): Promise<Pick<Alert, 'silenced_until'> | undefined>;
  /** Makes a notice that says that it is a test. */
  test(tenantId: string, alertId: string): Promise<TestOutcome>;
  /** Deletes everything but its notices. False if there is no such alert. */
  remove(tenantId: string, alertId: string): Promise<boolean>;
  /**
   * Signs with a new secret; the old one is valid until then. `undefined` if there is no such
   * webhook.
   */
  rotate(
    tenantId: string,
    alertId: string,
    targetId: string,
    secret: string,
  ): Promise<{ oldUntil: Instant } | undefined>;
}
