import { toRfc3339 } from '../contract/instant.js';
import { COUNT_CAP, MAX_CUT_LOGS, SEARCH_READS } from '../limits.js';
import { type Chosen } from './choose-plan.js';
import { CUT_TERM } from './terms.js';

/**
 * Whether a search may have to read more than {@link SEARCH_READS} documents to find what it looks
 * for: a person should be asked first.
 */
export function readsMuch({ toRead }: Chosen): boolean {
  return toRead !== undefined && toRead >= SEARCH_READS;
}

/** What a search will read, in sentences for a person. */
export function describePlan(chosen: Chosen): string {
  const { plan, toRead, cutLeftOut } = chosen;
  const sentences = [describeBy(plan.by)];
  if (plan.exact) sentences.push('All that it reads is what you ask for.');
  else if (toRead !== undefined && plan.by.kind !== 'id') {
    const logs = toRead >= COUNT_CAP ? `${COUNT_CAP} logs or more` : plural(toRead, 'log');
    sentences.push(`It may have to look through ${logs} of the range for the rest.`);
  }
  if (readsMuch(chosen)) {
    sentences.push(
      plan.by.kind === 'terms'
        ? 'Each of its words is common: add a rarer one, or a shorter time.'
        : 'Nothing in it narrows the search: add a whole word or a field=value, or a shorter time.',
    );
  }
  if (cutLeftOut > 0) {
    const logs =
      cutLeftOut > MAX_CUT_LOGS ? `More than ${MAX_CUT_LOGS} logs` : plural(cutLeftOut, 'log');
    sentences.push(
      `${logs} of the range ${cutLeftOut === 1 ? 'has' : 'have'} more words than are indexed, and are found by the first ones alone.`,
    );
  }
  if (chosen.indexedSince !== undefined) {
    sentences.push(
      `Logs before ${toRfc3339(chosen.indexedSince)} were stored while less was indexed, and may be missed.`,
    );
  }
  return sentences.join(' ');
}

function describeBy(by: Chosen['plan']['by']): string {
  switch (by.kind) {
    case 'terms': {
      const terms = by.terms
        .filter((term) => term !== CUT_TERM)
        .map((term) => JSON.stringify(term));
      return `Reads the logs with ${terms.slice(0, 5).join(' or ')}${terms.length > 5 ? ' or others' : ''}.`;
    }
    case 'severities':
      return `Reads the logs of severity ${by.severities.join(', ')}.`;
    case 'source':
      return `Reads the logs of source ${by.source}.`;
    case 'id':
      return 'Reads one log by its id.';
    case 'time':
  }
  return 'Reads the logs of the range, newest first.';
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
