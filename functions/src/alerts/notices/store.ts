import type { AlertNotice, NoticeDelivery, TargetSecret } from '../../contract/alert.js';
import type { NoticeMessage } from '../../contract/alert-messages.js';

/** Identifies a notice and one of its targets. */
export type NoticeAddress = Omit<NoticeMessage, 'version'>;

export interface FoundNotice {
  notice: AlertNotice;
  /** Where it goes; `undefined` if the alert or its target was deleted. */
  secret: TargetSecret | undefined;
}

export interface NoticeStore {
  /** `undefined` if there is no such notice, for example because its tenant was deleted. */
  read(address: NoticeAddress): Promise<FoundNotice | undefined>;
  /** Records the outcome at one target; writes nothing if the notice no longer exists. */
  record(address: NoticeAddress, delivery: NoticeDelivery): Promise<void>;
}
