import { MAX_DELIVERY_ATTEMPTS, RECORDER_BACKOFF_SECONDS } from '../../../functions/src/limits.js';
import { SECONDS_A_MONTH } from './compute.js';

/** The extra work in a month because Firestore was down. */
export interface Healing {
  /** Messages that became dead letters and were sent back. */
  letters: number;
  /** Calls of functions beyond those of messages that are stored at once. */
  calls: number;
  /** Messages published or delivered beyond those, each counted once. */
  messages: number;
  writes: number;
  deletes: number;
  /** Lines of failures, which no exclusion drops. */
  lines: number;
}

/**
 * Firestore away for so many hours a month, in one piece, and messages coming as ever: each is tried
 * {@link MAX_DELIVERY_ATTEMPTS} times, lies as a letter before the recorder, which looks at it every two
 * minutes until Firestore is back (on average half of the outage), is recorded, sent home, stored, and
 * marked; its document expires.
 */
export function healing(messagesAMonth: number, outageHours: number): Healing {
  const letters = messagesAMonth * ((outageHours * 3600) / SECONDS_A_MONTH);
  const failedDeliveries = MAX_DELIVERY_ATTEMPTS - 1;
  const waits = (outageHours * 3600) / RECORDER_BACKOFF_SECONDS.max / 2;
  return {
    letters,
    // The delivery that finally stores it is the one that any message needs.
    calls: letters * (failedDeliveries + 1 + waits + 1),
    // To the dead-letter topic and back, in addition to the deliveries.
    messages: letters * (failedDeliveries + 1 + waits + 1 + 2),
    writes: letters * 2,
    deletes: letters,
    lines: letters * (MAX_DELIVERY_ATTEMPTS + waits + 1),
  };
}
