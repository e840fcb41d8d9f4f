import { MAX_ROSTER_KEYS, ROSTER_FRESH_MS, ROSTER_OVERLAP_MS, ROSTER_PAGE } from '../limits.js';

/** A key as the roster knows it. */
export interface ListedKey {
  /** SHA-256 of the key, in hex. */
  hash: string;
  /** RFC 3339, as the database set it. */
  createdAt: string;
}

/** Keys made at `from` or later, oldest first, behind the key `after`; all without these. */
export type ListKeys = (
  options: { from?: string; after?: ListedKey },
  limit: number,
) => Promise<ListedKey[]>;

/**
 * Knows which keys there are, for an instance that more made-up keys come to than it may look up:
 * a read for each key of the gateway, once, and then one every few seconds, however many strangers
 * come. Read when it is first asked.
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
   * Whether there is such a key, or was when the roster was read last, a few seconds ago at most.
   * `undefined` where there are more keys than it holds. Rejects where they cannot be read.
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
    // A key may become visible a little after one that was made later.
    const from = this.last && earlier(this.last.createdAt, ROSTER_OVERLAP_MS);
    for (let after: ListedKey | undefined; !this.isFull();) {
      const page = await this.listKeys(
        { ...(from !== undefined && { from }), ...(after && { after }) },
        ROSTER_PAGE,
      );
      for (const { hash } of page) this.hashes.add(hash);
      // What was read stays, also where the next page fails.
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
