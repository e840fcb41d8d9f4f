import type {
  Alert as AlertDocument,
  AlertCondition,
  AlertNotice as NoticeDocument,
  NoticeDelivery,
  TargetKind,
} from '../../../functions/src/contract/alert.js';
import type { DeliveryReason } from '../../../functions/src/contract/delivery-reasons.js';
import { countOf } from '../parts/count.js';

export type { AlertCondition, NoticeDelivery, TargetKind };

export interface Alert extends AlertDocument {
  id: string;
}

export interface AlertNotice extends NoticeDocument {
  id: string;
}

export const TARGET_NAMES = {
  webhook: 'Webhook',
  slack: 'Slack',
  discord: 'Discord',
  teams: 'Teams',
  pagerduty: 'PagerDuty',
  email: 'E-mail',
} as const satisfies Record<TargetKind, string>;

/** When an alert fires: `3 logs in 5 minutes`. */
export function describeCondition(condition: AlertCondition): string {
  const minutes = countOf(condition.minutes, 'minute');
  return condition.kind === 'none'
    ? `no log for ${minutes}`
    : `${countOf(condition.matches, 'log')} in ${minutes}`;
}

/** What happened when an alert fired. */
export function describeFiring({ condition, count, is_test }: AlertNotice): string {
  if (is_test === true) return 'a test';
  return describeCondition(
    condition.kind === 'none' ? condition : { ...condition, matches: count },
  );
}

const REASONS = {
  address_not_public: 'its address is not on the public internet',
  name_not_found: 'its host name does not exist',
  connection_failed: 'no connection',
  certificate_invalid: 'its certificate is not valid',
  timeout: 'it did not answer in time',
  redirected: 'it answered with a redirect, which is not followed',
  rate_limited: 'it asked for fewer requests',
  server_error: 'it answered with an error of its own (5xx)',
  rejected: 'it refused the notice (4xx)',
  target_deleted: 'it was deleted',
  target_refused: 'this gateway sends no mail',
} as const satisfies Record<DeliveryReason, string>;

/** The outcome of a notice at one target. */
export function describeDelivery({ state, attempts, reason }: NoticeDelivery): string {
  if (state === 'delivered') return 'delivered';
  const why = isReason(reason) ? `: ${REASONS[reason]}` : '';
  if (state === 'failed') return `not delivered${why}`;
  return attempts === 0 ? 'on its way' : `tried ${countOf(attempts, 'time')}, still trying${why}`;
}

function isReason(text: string | undefined): text is DeliveryReason {
  return text !== undefined && Object.hasOwn(REASONS, text);
}
