import { toRfc3339 } from '../contract/instant.js';
import { counted } from '../lib/counted.js';
import { COUNT_CAP, MAX_CUT_LOGS, SEARCH_READS } from '../limits.js';
import { type Chosen } from './choose-plan.js';
import { CUT_TERM } from './terms.js';

/**
 * Whether a search may have to read more than {@link SEARCH_READS} documents to find its results:
 * the reader should be asked first.
 */
export function readsMuch({ toRead }: Chosen): boolean {
  return toRead !== undefined && toRead >= SEARCH_READS;
}

/** What a search will read, in sentences for a person. */
export function describePlan(chosen: Chosen): string {
  const { plan, toRead, cutLeftOut } = chosen;
  const sentences = [describeBy(plan.by)];
  if (plan.exact) sentences.push('It reads only what you ask for.');
  else if (toRead !== undefined && plan.by.kind !== 'id') {
    const logs = toRead >= COUNT_CAP ? `${COUNT_CAP} logs or more` : counted(toRead, 'log');
    sentences.push(`It may have to read ${logs} in the time range.`);
  }
  if (readsMuch(chosen)) {
    sentences.push(
      plan.by.kind === 'terms'
        ? 'All of its words are common. Add a rarer word or shorten the time range.'
        : 'Nothing in it narrows the search. Add a whole word or field=value, or shorten the time range.',
    );
  }
  if (cutLeftOut > 0) {
    const logs =
      cutLeftOut > MAX_CUT_LOGS ? `More than ${MAX_CUT_LOGS} logs` : counted(cutLeftOut, 'log');
    sentences.push(
      `${logs} in the time range ${cutLeftOut === 1 ? 'has' : 'have'} more words than are indexed and can be found only by the first ones.`,
    );
  }
  if (chosen.indexedSince !== undefined) {
    sentences.push(
      `Logs before ${toRfc3339(chosen.indexedSince)} were stored when less was indexed and may be missed.`,
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
      return `Reads the logs with severity ${by.severities.join(', ')}.`;
    case 'source':
      return `Reads the logs from source ${by.source}.`;
    case 'id':
      return 'Reads one log by its id.';
    case 'time':
  }
  return 'Reads the logs in the time range, newest first.';
}
