import type { AlertNotice, NoticeDelivery, TargetSecret } from '../../contract/alert.js';
import type { NoticeMessage } from '../../contract/alert-messages.js';

/** Names a notice and one of its targets. */
export type NoticeAddress = Omit<NoticeMessage, 'version'>;

export interface FoundNotice {
  notice: AlertNotice;
  /** Where it goes; `undefined` where the alert or its target was deleted. */
  secret: TargetSecret | undefined;
}

export interface NoticeStore {
  /** `undefined` where there is no such notice, as of a tenant that was deleted. */
  read(address: NoticeAddress): Promise<FoundNotice | undefined>;
  /** Writes what became of it at one target; nothing where the notice is there no longer. */
  record(address: NoticeAddress, delivery: NoticeDelivery): Promise<void>;
}
