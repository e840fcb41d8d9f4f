import type { Origin } from '../contract/origin.js';
import { logEvent } from '../telemetry/log.js';
import type { Fate } from './heal.js';
import type { DeadLetterRecord } from './to-record.js';

/** Once per letter: redeliveries of a recorded one are nothing new. */
export function reportRecorded(letter: DeadLetterRecord, begun: number, origin: Origin): void {
  const fields = {
    ...about(letter),
    message_id: letter.document.source_message_id,
    attempts: letter.document.attempts,
    bytes: letter.document.payload_bytes,
    duration_ms: Math.round(performance.now() - begun),
  };
  logEvent('dead_letter_recorded', fields, origin);
}

/** What happens to it next. After a crash this is logged twice rather than never. */
export function reportFate(letter: DeadLetterRecord, fate: Fate, origin: Origin): void {
  if (fate.kind === 'stays') logEvent('dead_letter_stays', about(letter), origin);
  else if (fate.kind === 'healed') {
    logEvent('dead_letter_healed', { ...about(letter), round: fate.round }, origin);
  }
}

function about({ id, tenantId, document }: DeadLetterRecord) {
  return {
    reason: document.reason,
    dead_letter_id: id,
    tenant_id: tenantId,
    log_id: document.log_id,
  };
}
