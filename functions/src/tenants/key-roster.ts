import { MAX_ROSTER_KEYS, ROSTER_FRESH_MS, ROSTER_OVERLAP_MS, ROSTER_PAGE } from '../limits.js';

/** A key as the roster stores it. */
export interface ListedKey {
  /** SHA-256 of the key, in hex. */
  hash: string;
  /** RFC 3339, as set by the database. */
  createdAt: string;
}

/** Lists keys created at `from` or later, oldest first, after the key `after`; by default all. */
export type ListKeys = (
  options: { from?: string; after?: ListedKey },
  limit: number,
) => Promise<ListedKey[]>;

/**
 * Knows which keys exist, for an instance that receives more made-up keys than it may look up.
 * Costs one read for each key of the gateway, once, and then one read every few seconds, however
 * many strangers come. Loaded on first use.
 */
export class KeyRoster {
  private readonly hashes = new Set<string>();
  private last: ListedKey | undefined;
  private checkedAt = -Infinity;
  private reading: Promise<void> | undefined;

  private readonly listKeys: ListKeys;
  private readonly now: () => number = Date.now;

  constructor(listKeys: ListKeys, now: () => number = Date.now) {
    this.listKeys = listKeys;
    this.now = now;
  }

  /**
   * Whether the key exists, or existed at the last refresh, at most a few seconds ago. `undefined`
   * if there are more keys than it holds. Rejects if they cannot be read.
   */
  async has(hash: string): Promise<boolean | undefined> {
    if (this.now() >= this.checkedAt + ROSTER_FRESH_MS) {
      await (this.reading ??= this.read().finally(() => {
        this.reading = undefined;
      }));
    }
    if (this.hashes.has(hash)) return true;
    return this.isFull() ? undefined : false;
  }

  private isFull(): boolean {
    return this.hashes.size >= MAX_ROSTER_KEYS;
  }

  private async read(): Promise<void> {
    const begun = this.now();
    // A key may become visible slightly later than one that was created after it.
    const from = this.last && earlier(this.last.createdAt, ROSTER_OVERLAP_MS);
    for (let after: ListedKey | undefined; !this.isFull();) {
      const page = await this.listKeys(
        { ...(from !== undefined && { from }), ...(after && { after }) },
        ROSTER_PAGE,
      );
      for (const { hash } of page) this.hashes.add(hash);
      // Keeps what was read even if the next page fails.
      after = page.at(-1);
      if (after !== undefined) this.last = after;
      if (page.length < ROSTER_PAGE) break;
    }
    this.checkedAt = begun;
  }
}

function earlier(time: string, ms: number): string {
  return new Date(Date.parse(time) - ms).toISOString();
}
