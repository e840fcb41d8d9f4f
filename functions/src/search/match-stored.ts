import type { SearchMode } from '../contract/reader-settings.js';
import { coversOf } from './cover.js';
import { LogView, type SearchableLog } from './log-view.js';
import { compileQuery } from './match.js';
import type { Query } from './query.js';
import { CUT_TERM } from './terms.js';

/** A log with the terms that it is stored with; absent where its tenant has no search. */
export interface IndexedLog extends SearchableLog {
  terms?: readonly string[];
}

/** The log that is looked at now. */
interface Look {
  severity: string | undefined;
  /** Whether it has one of these terms. */
  hasAny(slots: readonly number[]): boolean;
  /** Taken apart only where its terms leave a question open. */
  view(): LogView;
}

type Test = (look: Look) => boolean;

/**
 * Holds many queries against each log at once: goes through its terms once, whatever the number of
 * queries, and takes the log apart only where one asks what terms do not tell. Gives the places of the
 * queries that ask for the log.
 */
export function compileForStored(
  queries: readonly Query[],
  mode: SearchMode,
): (log: IndexedLog) => number[] {
  /** The terms that matter, each with its place in `seen`. */
  const slots = new Map<string, number>();
  /** The same of beginnings of terms. */
  const beginnings = new Map<string, number>();
  let taken = 0;
  const byTerms = queries.map((query) => compile(query));
  const byView = queries.map(compileQuery);
  /** Of each slot, the last log that has its term: nothing is to be cleared between two logs. */
  const seen = new Float64Array(taken);
  let current = 0;

  return (log) => {
    let view: LogView | undefined;
    const viewed = () => (view ??= new LogView(log));
    const { terms } = log;
    const places: number[] = [];
    if (terms === undefined || terms.at(-1) === CUT_TERM) {
      for (const [place, matches] of byView.entries()) if (matches(viewed())) places.push(place);
      return places;
    }
    current += 1;
    if (taken > 0) {
      for (const term of terms) {
        const slot = slots.get(term);
        if (slot !== undefined) seen[slot] = current;
        for (const [beginning, place] of beginnings) {
          if (term.startsWith(beginning)) seen[place] = current;
        }
      }
    }
    const look: Look = {
      severity: log.severity,
      hasAny: (some) => some.some((slot) => seen[slot] === current),
      view: viewed,
    };
    for (const [place, test] of byTerms.entries()) if (test(look)) places.push(place);
    return places;
  };

  function compile(query: Query): Test {
    switch (query.kind) {
      case 'all':
        return () => true;
      case 'severity': {
        const among = new Set<string | undefined>(query.among);
        return ({ severity }) => among.has(severity);
      }
      case 'not': {
        const part = compile(query.query);
        return (look) => !part(look);
      }
      case 'words':
      case 'field':
        return compileLeaf(query);
      case 'and':
      case 'or':
    }
    const parts = query.queries.map(compile);
    return query.kind === 'and'
      ? (look) => parts.every((part) => part(look))
      : (look) => parts.some((part) => part(look));
  }

  function compileLeaf(query: Query): Test {
    const covers = coversOf(query, mode).filter((cover) => cover.kind === 'terms');
    const needed = covers.map(({ terms }) => terms.map((term) => slotOf(slots, term)));
    const [only, ...others] = needed;
    const beginning = mode === 'full' ? beginningOf(query) : undefined;
    if (beginning !== undefined) needed.push([slotOf(beginnings, beginning)]);
    if (only !== undefined && others.length === 0 && covers[0]?.exact === true) {
      return (look) => look.hasAny(only);
    }
    const matches = compileQuery(query);
    return (look) => needed.every((some) => look.hasAny(some)) && matches(look.view());
  }

  function slotOf(of: Map<string, number>, term: string): number {
    const known = of.get(term);
    if (known !== undefined) return known;
    of.set(term, taken);
    return taken++;
  }
}

/**
 * What some term of a log begins with that has such a word. A word of a script with spaces is a term
 * from its second character on.
 */
function beginningOf(query: Query): string | undefined {
  if (query.kind !== 'words' || query.words.kind !== 'prefix') return undefined;
  const last = query.words.atoms.at(-1) ?? '';
  return /^[a-z0-9]{2,64}$/.test(last) ? last : undefined;
}
