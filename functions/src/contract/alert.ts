import type { Instant } from './instant.js';
import type { Severity } from './severity-names.js';

/** How a notice is sent, and in whose form. */
export const TARGET_KINDS = ['webhook', 'slack', 'discord', 'teams', 'pagerduty', 'email'] as const;

export type TargetKind = (typeof TARGET_KINDS)[number];

/** `count`: as many logs within so many minutes. `none`: no log for so many minutes. */
export type AlertCondition =
  { kind: 'count'; matches: number; minutes: number } | { kind: 'none'; minutes: number };

/** What readers may know of where notices go. */
export interface AlertTarget {
  id: string;
  kind: TargetKind;
  /** The address's host, the mail address, or the last characters of a routing key. */
  label: string;
}

/** The document at `tenants/{tenant_id}/alerts/{alert_id}`: what readers see; no secret lies in it. */
export interface Alert {
  /** For people; one line. */
  name: string;
  /** In the language of `search/parse-query.ts`. */
  query: string;
  condition: AlertCondition;
  /** At least so long between two notices. */
  quiet_minutes: number;
  targets: AlertTarget[];
  /** No notice before. */
  silenced_until?: Instant;
  created_at: Instant;
  updated_at: Instant;
}

/** Where a notice is to go, as an admin says it. */
export type NewTarget =
  | { kind: 'webhook' | 'slack' | 'discord' | 'teams'; url: string }
  | { kind: 'pagerduty'; routing_key: string }
  | { kind: 'email'; address: string };

/**
 * Judges a target when it is set. `detail` is a sentence for the admin. The signing secret of a new
 * webhook is in `secret`.
 */
export type CheckTarget = (
  target: NewTarget,
) => Promise<{ ok: true; secret: TargetSecret; label: string } | { ok: false; detail: string }>;

/** Of a webhook, in the form of Standard Webhooks: `whsec_` and base64. */
export interface SigningSecret {
  secret: string;
  /** An older one signs beside the newer until then; absent for the newest. */
  until?: Instant;
}

/** Where a notice goes, in full. */
export type TargetSecret =
  | { kind: 'webhook'; url: string; secrets: SigningSecret[] }
  | { kind: 'slack' | 'discord' | 'teams'; url: string }
  | { kind: 'pagerduty'; routing_key: string }
  | { kind: 'email'; address: string };

/**
 * The document at `tenants/{tenant_id}/alert_secrets/{alert_id}`, by the ids of the alert's targets.
 * Nobody but the functions reads it.
 */
export interface AlertSecrets {
  targets: Record<string, TargetSecret>;
  /** When an admin tried it out last. */
  tested_at?: Instant;
}

/** A log as a notice shows it: redacted, and no longer than `MAX_NOTICE_LINE_LENGTH`. */
export interface NoticeLine {
  log_id: string;
  time: Instant;
  severity?: Severity;
  text: string;
}

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const;

export interface NoticeDelivery {
  state: (typeof DELIVERY_STATES)[number];
  kind: TargetKind;
  label: string;
  /** Attempts so far. */
  attempts: number;
  /** Why the last attempt failed, in one of our own words; never what the receiver answered. */
  reason?: string;
  /** When the state was written. */
  at: Instant;
}

/**
 * The document at `tenants/{tenant_id}/alert_notices/{notice_id}`: that an alert fired, as it was then.
 * Readers see it for as long as logs are kept.
 */
export interface AlertNotice {
  alert_id: string;
  name: string;
  query: string;
  condition: AlertCondition;
  /** When it fired. */
  fired_at: Instant;
  /** Logs that matched between `from` and `to`, by when they were received; 0 for `none`. */
  count: number;
  from: Instant;
  to: Instant;
  /** The first of them, at most `MAX_NOTICE_LINES`; none for `none`. */
  lines: NoticeLine[];
  /** Somebody tried out where it goes: nothing was counted. */
  is_test?: boolean;
  /** By the ids of the targets that it goes to. */
  deliveries: Record<string, NoticeDelivery>;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
}
