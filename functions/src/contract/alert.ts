import type { Instant } from './instant.js';
import type { Severity } from './severity-names.js';

/** How a notice is sent, and in which format. */
export const TARGET_KINDS = ['webhook', 'slack', 'discord', 'teams', 'pagerduty', 'email'] as const;

export type TargetKind = (typeof TARGET_KINDS)[number];

/** `count`: at least that many logs within so many minutes. `none`: no log for so many minutes. */
export type AlertCondition =
  { kind: 'count'; matches: number; minutes: number } | { kind: 'none'; minutes: number };

/** The part of a target that readers may see. */
export interface AlertTarget {
  id: string;
  kind: TargetKind;
  /** The URL's host, the e-mail address, or the last characters of a routing key. */
  label: string;
}

/** The document at `tenants/{tenant_id}/alerts/{alert_id}`. Readers see it; it has no secrets. */
export interface Alert {
  /** For people; one line. */
  name: string;
  /** In the language of `search/parse-query.ts`. */
  query: string;
  condition: AlertCondition;
  /** The minimum time between two notices. */
  quiet_minutes: number;
  targets: AlertTarget[];
  /** No notices before this time. */
  silenced_until?: Instant;
  created_at: Instant;
  updated_at: Instant;
}

/** A target as an admin submits it. */
export type NewTarget =
  | { kind: 'webhook' | 'slack' | 'discord' | 'teams'; url: string }
  | { kind: 'pagerduty'; routing_key: string }
  | { kind: 'email'; address: string };

/**
 * Checks a target when it is set. `detail` is a sentence for the admin. `secret` contains the
 * signing secret of a new webhook.
 */
export type CheckTarget = (
  target: NewTarget,
) => Promise<{ ok: true; secret: TargetSecret; label: string } | { ok: false; detail: string }>;

/** A webhook's secret, in the form of Standard Webhooks: `whsec_` and base64. */
export interface SigningSecret {
  secret: string;
  /** Until then, this older secret also signs, beside the newest; absent for the newest. */
  until?: Instant;
}

/** The secrets that sign now, the newest first. */
export function liveSecrets(secrets: readonly SigningSecret[], now: Instant): SigningSecret[] {
  return secrets.filter(({ until }) => until === undefined || until.seconds > now.seconds);
}

/** Where a notice goes, in full. */
export type TargetSecret =
  | { kind: 'webhook'; url: string; secrets: SigningSecret[] }
  | { kind: 'slack' | 'discord' | 'teams'; url: string }
  | { kind: 'pagerduty'; routing_key: string }
  | { kind: 'email'; address: string };

/**
 * The document at `tenants/{tenant_id}/alert_secrets/{alert_id}`, keyed by the ids of the alert's
 * targets. Only the functions read it.
 */
export interface AlertSecrets {
  targets: Record<string, TargetSecret>;
  /** When an admin last tested it. */
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
  /** Why the last attempt failed, as one of our own codes; never what the receiver answered. */
  reason?: string;
  /** When the state was written. */
  at: Instant;
}

/**
 * The document at `tenants/{tenant_id}/alert_notices/{notice_id}`: a record that an alert fired, as
 * it was then. Readers see it for as long as logs are kept.
 */
export interface AlertNotice {
  alert_id: string;
  name: string;
  query: string;
  condition: AlertCondition;
  /** When it fired. */
  fired_at: Instant;
  /** Logs that matched between `from` and `to`, by time of receipt; 0 for `none`. */
  count: number;
  from: Instant;
  to: Instant;
  /** The first matching logs, at most `MAX_NOTICE_LINES`; empty for `none`. */
  lines: NoticeLine[];
  /** Somebody tested the targets: nothing was counted. */
  is_test?: boolean;
  /** By the ids of its targets. */
  deliveries: Record<string, NoticeDelivery>;
  /** When Firestore deletes it; absent: never. */
  expires_at?: Instant;
}
