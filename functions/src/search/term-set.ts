import { MAX_TERMS } from '../limits.js';

/** A power of two, at least twice the number of terms. */
const SLOTS = 2 ** Math.ceil(Math.log2(2 * MAX_TERMS));

/** Random, so that nobody can prepare terms whose hashes share a slot. */
const MULTIPLIER = Math.floor(Math.random() * 2 ** 30) * 4 + 3;

/**
 * For each slot, the index of a term, and the set that it belongs to: nothing has to be cleared.
 * Shared by all sets, so only the latest may be added to.
 */
const indices = new Uint16Array(SLOTS);
const owners = new Float64Array(SLOTS);
let latest = 0;

/**
 * Distinct parts of texts, in the order in which they were added. A `Set` takes twice as long: it
 * needs a string of every part, and most words of a log were there before.
 */
export class TermSet {
  readonly terms: string[] = [];

  private readonly id = (latest += 1);
  private slot = 0;

  /** Whether this part is there already; if not, {@link add} adds it. */
  has(text: string, start: number, end: number): boolean {
    const length = end - start;
    let hash = length;
    for (let at = start; at < end; at += 1) {
      hash = (Math.imul(hash, MULTIPLIER) + text.charCodeAt(at)) | 0;
    }
    let slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    while (owners[slot] === this.id) {
      const term = this.terms[indices[slot] ?? 0] ?? '';
      if (term.length === length && text.startsWith(term, start)) return true;
      slot = (slot + 1) & (SLOTS - 1);
    }
    this.slot = slot;
    return false;
  }

  /** Adds the part that {@link has} has just not found. At most {@link MAX_TERMS} are added. */
  add(text: string, start: number, end: number): void {
    owners[this.slot] = this.id;
    indices[this.slot] = this.terms.length;
    this.terms.push(text.slice(start, end));
  }
}
