import type { AlertNotice } from '../../contract/alert.js';

/** A notice as it is told to a target. All texts in it are whatever people and programs wrote. */
export interface Notice extends Omit<AlertNotice, 'deliveries' | 'expires_at'> {
  id: string;
  tenant_id: string;
  /** Opens the page's search at that time. */
  link: string;
}
