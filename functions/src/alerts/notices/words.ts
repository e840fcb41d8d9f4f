import type { NoticeLine } from '../../contract/alert.js';
import { toRfc3339 } from '../../contract/instant.js';
import { counted } from '../../lib/counted.js';
import type { Notice } from './notice.js';

/** What happened: `12 logs in 5 minutes`. */
export function headline({ condition, count, is_test }: Notice): string {
  if (is_test === true) return 'This is a test. Nothing happened.';
  const minutes = counted(condition.minutes, 'minute');
  return condition.kind === 'none'
    ? `No log for ${minutes}`
    : `${counted(count, 'log')} in ${minutes}`;
}

/** One line that also names the alert. */
export function subject(notice: Notice): string {
  const name = oneLine(notice.name);
  return notice.is_test === true ? `Test of ${name}` : `${name}: ${headline(notice)}`;
}

/** The first logs, one per line; empty if there are none. */
export function logLines({ lines }: Notice): string {
  return lines.map(logLine).join('\n');
}

function logLine({ time, severity, text }: NoticeLine): string {
  return [toRfc3339(time), severity, oneLine(text)].filter((part) => part !== undefined).join(' ');
}

/**
 * A text as one line of visible characters: line breaks, reordering and invisible characters could
 * make one notice look like another. The joiner in emojis may stay.
 */
export function oneLine(text: string): string {
  return text.replaceAll(/[\r\n\u2028\u2029]+/g, ' ⏎ ').replaceAll(/(?!\u200D)\p{C}/gu, '\uFFFD');
}
