import { MAX_SEARCH_PAGE } from '../limits.js';
import { type LogQuery, newestFirst, type Position } from './log-query.js';
import type { LogSource, StoredLog } from './log-source.js';

/** How much may be read, shared by all readers of one search. */
export interface ReadBudget {
  /** Documents read so far. */
  read: number;
  /** Once this many are read, no further page is requested. */
  most: number;
}

export interface MergeOptions {
  /** Logs on the first page of each query; later pages have up to {@link MAX_SEARCH_PAGE}. */
  first: number;
  after?: Position;
  budget: ReadBudget;
}

/** The read budget is used up, though there may be more logs. */
export class OutOfReads extends Error {
  override name = 'OutOfReads';
}

/**
 * Merges the logs of several queries into one list, newest first, without duplicates. It holds one
 * page per query and reads the next when it is used up, so when the consumer stops, the reading
 * stops. Throws {@link OutOfReads} if the next page would exceed the budget.
 */
export async function* mergeNewest<L extends StoredLog>(
  source: LogSource<L>,
  queries: readonly LogQuery[],
  options: MergeOptions,
): AsyncGenerator<L> {
  const { budget } = options;
  // Each gets its share of the budget for the first page, since these are read in parallel.
  const share = Math.floor((budget.most - budget.read) / Math.max(1, queries.length));
  const first = Math.max(1, Math.min(options.first, share));
  const streams = queries.map((query) => new Stream(source, query, { ...options, first }));
  let last: string | undefined;
  for (;;) {
    await Promise.all(streams.map((stream) => stream.fill()));
    let next: Stream<L> | undefined;
    for (const stream of streams) {
      if (stream.head === undefined) continue;
      if (next?.head === undefined || newestFirst(stream.head, next.head) < 0) next = stream;
    }
    const log = next?.head;
    if (log === undefined) return;
    next?.drop();
    // A log that meets several conditions appears several times in a row.
    if (log.log_id !== last) yield log;
    last = log.log_id;
  }
}

class Stream<L extends StoredLog> {
  #page: readonly L[] = [];
  #at = 0;
  #size: number;
  #after: Position | undefined;
  #done = false;

  private readonly source: LogSource<L>;
  private readonly query: LogQuery;
  private readonly options: MergeOptions;

  constructor(source: LogSource<L>, query: LogQuery, options: MergeOptions) {
    this.source = source;
    this.query = query;
    this.options = options;
    this.#size = options.first;
    this.#after = options.after;
  }

  get head(): L | undefined {
    return this.#page[this.#at];
  }

  drop(): void {
    this.#at += 1;
  }

  async fill(): Promise<void> {
    if (this.#at < this.#page.length || this.#done) return;
    const { budget } = this.options;
    const size = Math.min(this.#size, budget.most - budget.read);
    if (size <= 0) throw new OutOfReads('the search has read as much as it may');
    // Reserved before the read: others read in parallel.
    budget.read += size;
    this.#page = await this.source.page(this.query, size, this.#after);
    budget.read += Math.max(1, this.#page.length) - size;
    this.#at = 0;
    this.#done = this.#page.length < size;
    this.#after = this.#page.at(-1) ?? this.#after;
    this.#size = Math.min(MAX_SEARCH_PAGE, this.#size * 2);
  }
}
