import type { SearchMode } from '../contract/reader-settings.js';
import { byRarity, coversOf } from './cover.js';
import { LogView } from './log-view.js';
import { compileQuery } from './match.js';
import type { Query } from './query.js';
import { CUT_TERM, type RedactedLog } from './terms.js';
import { WordFinder } from './word-finder.js';

/** A log with the terms it is stored with; absent if its tenant has no search. */
export interface IndexedLog extends RedactedLog {
  terms?: readonly string[];
}

/** The log being examined. */
interface Look {
  severity: string | undefined;
  hasAttributes: boolean;
  /** Whether it has one of these terms. */
  hasAny(slots: readonly number[]): boolean;
  /** Taken apart only if its terms do not decide the question. */
  view(): LogView;
}

type Test = (look: Look) => boolean;

/**
 * Matches many queries against each log at once: goes through its terms once, however many queries
 * there are, and takes the log apart only if a query needs more than its terms. Returns the indices
 * of the queries that match.
 */
export function compileForStored(
  queries: readonly Query[],
  mode: SearchMode,
): (log: IndexedLog, logId: string) => number[] {
  /** The terms that matter, each with its index in `seen`. */
  const slots = new Map<string, number>();
  /** The same for prefixes of terms. */
  const beginnings = new Map<string, number>();
  let taken = 0;
  const finder = new WordFinder();
  const byTerms = queries.map((query) => compile(query));
  const byView = queries.map((query) => compileQuery(query, finder));
  /**
   * One look-up per length: an admin can define thousands of prefixes, but they have few lengths.
   */
  const lengths = new Set(Array.from(beginnings.keys(), ({ length }) => length));
  /** For each slot, the queries that can match only with its term or another one of theirs. */
  const opens: number[][] = [];
  const isAlwaysOpen = queries.map((query, place) => !needsTerm(query, place));
  /** For each query, the last log that may match it. */
  const opened = new Float64Array(queries.length);
  /** For each slot, the last log that has its term: nothing needs to be cleared between logs. */
  const seen = new Float64Array(taken);
  let current = 0;
  const hasAny = (some: readonly number[]) => {
    for (const slot of some) if (seen[slot] === current) return true;
    return false;
  };

  return (log, logId) => {
    let view: LogView | undefined;
    const viewed = () => (view ??= new LogView({ ...log, log_id: logId }));
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
        if (slot !== undefined) {
          seen[slot] = current;
          for (const place of opens[slot] ?? []) opened[place] = current;
        }
        for (const length of lengths) {
          const place = term.length < length ? undefined : beginnings.get(term.slice(0, length));
          if (place !== undefined) seen[place] = current;
        }
      }
    }
    const look: Look = {
      severity: log.severity,
      hasAttributes: log.attributes !== undefined,
      hasAny,
      view: viewed,
    };
    for (let place = 0; place < byTerms.length; place += 1) {
      const isOpen = opened[place] === current || isAlwaysOpen[place] === true;
      if (isOpen && byTerms[place]?.(look) === true) places.push(place);
    }
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
    const matches = compileQuery(query, finder);
    if (query.kind === 'field' && 'attribute' in query.field) {
      return (look) =>
        look.hasAttributes && needed.every((some) => look.hasAny(some)) && matches(look.view());
    }
    return (look) => needed.every((some) => look.hasAny(some)) && matches(look.view());
  }

  /** Whether a query can match only logs with certain terms, which rules most logs out. */
  function needsTerm(query: Query, place: number): boolean {
    const [rarest] = byRarity(coversOf(query, mode));
    if (rarest === undefined) return false;
    for (const term of rarest.terms) (opens[slotOf(slots, term)] ??= []).push(place);
    return true;
  }

  function slotOf(of: Map<string, number>, term: string): number {
    const known = of.get(term);
    if (known !== undefined) return known;
    of.set(term, taken);
    return taken++;
  }
}

/**
 * A prefix of some term of every matching log. In scripts with spaces, words are terms only from
 * two characters on.
 */
function beginningOf(query: Query): string | undefined {
  if (query.kind !== 'words' || query.words.kind !== 'prefix') return undefined;
  const last = query.words.atoms.at(-1) ?? '';
  return /^[a-z0-9]{2,64}$/.test(last) ? last : undefined;
}
