import type { EventName } from '../../../functions/src/telemetry/events.js';

/** What an operator counts, and where to find it. Fields are in backquotes. */
export const COUNTED: readonly {
  what: string;
  event: EventName | readonly EventName[];
  how: string;
}[] = [
  { what: 'accepted logs', event: 'request_accepted', how: 'sum of `logs`' },
  {
    what: 'logs refused in accepted requests',
    event: 'request_accepted',
    how: 'sum of `rejected`',
  },
  { what: 'refused requests', event: 'request_rejected', how: 'lines, by `reason`' },
  {
    what: 'requests over quota',
    event: 'request_rejected',
    how: 'lines with the `reason` too_many_requests',
  },
  { what: '5xx answers', event: 'request_failed', how: 'lines, by `reason`' },
  { what: 'failed publishes', event: 'publish_failed', how: 'lines' },
  { what: 'bytes received', event: 'request_accepted', how: 'sum of `bytes`' },
  {
    what: 'intake latency',
    event: 'request_accepted',
    how: 'distribution of `duration_ms`',
  },
  { what: 'stored logs', event: ['message_processed', 'message_failed'], how: 'sum of `stored`' },
  { what: 'duplicates', event: ['message_processed', 'message_failed'], how: 'sum of `duplicate`' },
  { what: 'conflicts', event: 'message_processed', how: 'sum of `conflict`' },
  {
    what: 'redactions',
    event: ['message_processed', 'message_failed'],
    how: 'sum of `redactions_email` and the like, one metric per kind',
  },
  {
    what: 'from the request to the stored log',
    event: 'message_processed',
    how: 'distribution of `delay_ms`',
  },
  { what: 'failed deliveries', event: 'message_failed', how: 'lines' },
  {
    what: 'dead letters, including those that are sent back',
    event: 'dead_letter_recorded',
    how: 'lines, by `reason`; each letter once',
  },
  { what: 'letters sent back automatically', event: 'dead_letter_healed', how: 'lines' },
  { what: 'letters that wait for a person', event: 'dead_letter_stays', how: 'lines, by `reason`' },
  { what: 'replays', event: 'message_processed', how: 'lines with `replay_of`' },
];
