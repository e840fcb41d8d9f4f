import type {
  AlertNotice,
  NoticeDelivery,
  TargetKind,
  TargetSecret,
} from '../../contract/alert.js';
import type { DeliveryReason } from '../../contract/delivery-reasons.js';
import { fromMillis } from '../../contract/instant.js';
import { MAX_NOTICE_ATTEMPTS, MAX_NOTICES_OF_TENANT } from '../../limits.js';
import { email, type Mail } from './bodies/email.js';
import { PAGERDUTY_URL } from './bodies/pagerduty.js';
import { judgeResult, type Outcome } from './judge-result.js';
import type { Notice } from './notice.js';
import type { Post } from './post.js';
import { searchLink } from './search-link.js';
import type { NoticeAddress, NoticeStore } from './store.js';
import { toRequest } from './to-request.js';

export interface SendNoticeDeps {
  store: NoticeStore;
  post: Post;
  /** Leaves a mail to be sent, once an id; absent where the project sends none. */
  sendMail?: SendMail | undefined;
  /** Where readers find the page. */
  pageUrl: string;
  pagerDutyUrl?: string;
  now: () => Date;
}

export type SendMail = (id: string, mail: Mail) => Promise<void>;

/**
 * `gone`: there is no such notice. `settled`: an earlier delivery of the same message did it.
 * `crowded`: not attempted, because {@link MAX_NOTICES_OF_TENANT} of the tenant's are in progress.
 */
export type Sent =
  | { state: 'gone' | 'settled' | 'crowded' }
  | { state: 'delivered'; kind: TargetKind; attempts: number }
  | { state: 'again' | 'failed'; kind: TargetKind; attempts: number; reason: DeliveryReason };

/**
 * Sends a notice to one of its targets and records the outcome in the history. After `again` and
 * `crowded` the message must be redelivered; after `MAX_NOTICE_ATTEMPTS` attempts it is `failed`. If the
 * process dies between the two steps, a receiver gets the notice twice, under the same id.
 */
export function createSendNotice(deps: SendNoticeDeps): (address: NoticeAddress) => Promise<Sent> {
  const { store } = deps;
  const now = () => fromMillis(deps.now().getTime());
  /** Notices in progress, by tenant. */
  const underWay = new Map<string, number>();

  return async (address) => {
    const { tenant_id: tenantId } = address;
    const others = underWay.get(tenantId) ?? 0;
    if (others >= MAX_NOTICES_OF_TENANT) return { state: 'crowded' };
    underWay.set(tenantId, others + 1);
    try {
      return await send(address);
    } finally {
      const left = (underWay.get(tenantId) ?? 1) - 1;
      if (left === 0) underWay.delete(tenantId);
      else underWay.set(tenantId, left);
    }
  };

  async function send(address: NoticeAddress): Promise<Sent> {
    const found = await store.read(address);
    const before = found?.notice.deliveries[address.target_id];
    if (found === undefined || before === undefined) return { state: 'gone' };
    if (before.state !== 'pending') return { state: 'settled' };
    const { kind, label } = before;
    const attempts = before.attempts + 1;
    const outcome = giveUpAfter(attempts, await attempt(address, found.notice, found.secret));
    const delivery: NoticeDelivery = {
      kind,
      label,
      attempts,
      at: now(),
      ...(outcome.state === 'delivered'
        ? { state: outcome.state }
        : { state: outcome.state === 'again' ? 'pending' : 'failed', reason: outcome.reason }),
    };
    await store.record(address, delivery);
    return { ...outcome, kind, attempts };
  }

  async function attempt(
    address: NoticeAddress,
    { deliveries: _all, expires_at: _kept, ...told }: AlertNotice,
    secret: TargetSecret | undefined,
  ): Promise<Outcome> {
    if (secret === undefined) return { state: 'failed', reason: 'target_deleted' };
    const { tenant_id, notice_id, target_id } = address;
    const link = searchLink(deps.pageUrl, tenant_id, told);
    const notice: Notice = { ...told, id: notice_id, tenant_id, link };
    const id = `${notice_id}_${target_id}`;
    if (secret.kind === 'email') {
      if (deps.sendMail === undefined) return { state: 'failed', reason: 'target_refused' };
      await deps.sendMail(id, email(notice, secret.address));
      return { state: 'delivered' };
    }
    const { pagerDutyUrl = PAGERDUTY_URL } = deps;
    return judgeResult(
      await deps.post(toRequest(notice, secret, { id, now: now(), pagerDutyUrl })),
    );
  }
}

function giveUpAfter(attempts: number, outcome: Outcome): Outcome {
  return outcome.state === 'again' && attempts >= MAX_NOTICE_ATTEMPTS
    ? { state: 'failed', reason: outcome.reason }
    : outcome;
}
