import type { AlertNotice } from '../../contract/alert.js';

/**
 * A notice as it is sent to a target. All its texts are untrusted: people and programs wrote them.
 */
export interface Notice extends Omit<AlertNotice, 'deliveries' | 'expires_at'> {
  id: string;
  tenant_id: string;
  /** Opens the search page at that time. */
  link: string;
}
