import { fold } from './fold.js';
import type { Words } from './query.js';
import { scan, type TokenSink } from './tokens.js';

/** Prefixes, and their lengths: an admin can ask for many, but they have few lengths. */
interface Beginnings {
  /** The shortest first, as soon as they are looked for. */
  lengths: number[];
  places: Map<string, number>;
}

const ROOT = 0;
/** Separates node and atom in a key; there are far fewer of either. */
const STRIDE = 2 ** 26;
/** Walks through more nodes than this are remembered, so that none is taken twice. */
const SHORT_WALK = 8;

/**
 * Finds any number of words, phrases and prefixes in one pass over a text, in time that does not
 * depend on how many there are: an Aho-Corasick automaton over atoms. Searching the text for each
 * word took a worker seconds for one long log of a tenant with many of them.
 */
export class WordFinder {
  /** How many different words there are to find. */
  #size = 0;
  readonly #wholes = new Map<string, number>();
  readonly #atoms = new Map<string, number>();
  /** From a node, by an atom, to the node of the longer sequence. */
  readonly #next = new Map<number, number>();
  /** For each node: its last atom, the node before it, and the place of the words that end there. */
  readonly #nodes: { atom: number; before: number; depth: number; place?: number }[] = [
    { atom: 0, before: ROOT, depth: 0 },
  ];
  /** For a node, what the next atom may begin with. */
  readonly #beginnings = new Map<number, Beginnings>();
  #links: Links | undefined;

  /** Adds words, and returns their place in what {@link find} returns; the same for the same words. */
  add(words: Words): number {
    this.#links = undefined;
    if (words.kind === 'whole') return this.#placeIn(this.#wholes, words.word);
    if (words.kind === 'prefix') {
      const last = words.atoms.at(-1) ?? '';
      const node = this.#nodeOf(words.atoms.slice(0, -1));
      const known = this.#beginnings.get(node);
      const { lengths, places }: Beginnings = known ?? { lengths: [], places: new Map() };
      if (known === undefined) this.#beginnings.set(node, { lengths, places });
      if (!lengths.includes(last.length)) lengths.push(last.length);
      return this.#placeIn(places, last);
    }
    const atoms = words.kind === 'atom' ? [words.word] : words.atoms;
    const node = this.#nodes[this.#nodeOf(atoms)];
    return node === undefined ? -1 : (node.place ??= this.#size++);
  }

  /** For each place, 1 if one of the texts has its words. A phrase does not extend over two texts. */
  find(texts: Iterable<string>): Uint8Array {
    const found = new Uint8Array(this.#size);
    if (found.length === 0) return found;
    const links = (this.#links ??= this.#link());
    const reader = new Reader(found, {
      wholes: this.#wholes,
      atoms: this.#atoms,
      beginnings: this.#beginnings,
      links,
      step: (node, atom) => this.#step(links.shorter, node, atom),
    });
    for (const text of texts) reader.read(fold(text));
    return found;
  }

  #placeIn(places: Map<string, number>, word: string): number {
    const known = places.get(word);
    if (known !== undefined) return known;
    places.set(word, this.#size);
    return this.#size++;
  }

  #nodeOf(atoms: readonly string[]): number {
    let node = ROOT;
    for (const text of atoms) {
      const atom = this.#atoms.get(text) ?? this.#atoms.size + 1;
      this.#atoms.set(text, atom);
      const key = node * STRIDE + atom;
      const known = this.#next.get(key);
      const next = known ?? this.#nodes.length;
      if (known === undefined) {
        this.#next.set(key, next);
        const depth = (this.#nodes[node]?.depth ?? 0) + 1;
        this.#nodes.push({ atom, before: node, depth });
      }
      node = next;
    }
    return node;
  }

  #link(): Links {
    const count = this.#nodes.length;
    const shorter = new Int32Array(count);
    const placed = new Int32Array(count);
    const open = new Int32Array(count).fill(-1);
    const places = Int32Array.from(this.#nodes, ({ place = -1 }) => place);
    if (this.#beginnings.has(ROOT)) open[ROOT] = ROOT;
    for (const { lengths } of this.#beginnings.values()) lengths.sort((a, b) => a - b);
    // The shorter ones first: each is linked to one of those.
    const order = Array.from(this.#nodes.keys()).toSorted(
      (a, b) => (this.#nodes[a]?.depth ?? 0) - (this.#nodes[b]?.depth ?? 0),
    );
    for (const node of order) {
      const { atom, before } = this.#nodes[node] ?? { atom: 0, before: ROOT };
      if (node === ROOT) continue;
      const to = before === ROOT ? ROOT : this.#step(shorter, shorter[before] ?? ROOT, atom);
      shorter[node] = to;
      placed[node] = (places[to] ?? -1) === -1 ? (placed[to] ?? ROOT) : to;
      open[node] = this.#beginnings.has(node) ? node : (open[to] ?? -1);
    }
    return { shorter, placed, open, places };
  }

  /** The longest sequence of those to find that ends with this atom. */
  #step(shorter: Int32Array, from: number, atom: number): number {
    for (let node = from; ; node = shorter[node] ?? ROOT) {
      const next = this.#next.get(node * STRIDE + atom);
      if (next !== undefined) return next;
      if (node === ROOT) return ROOT;
    }
  }
}

/** For each node, by its number. */
interface Links {
  /** The longest other node that its sequence ends with. */
  shorter: Int32Array;
  /** The longest of these that has a place; {@link ROOT} for none. */
  placed: Int32Array;
  /** Itself or the longest of these that has beginnings; -1 for none. */
  open: Int32Array;
  /** -1 for none. */
  places: Int32Array;
}

interface Parts {
  wholes: ReadonlyMap<string, number>;
  atoms: ReadonlyMap<string, number>;
  beginnings: ReadonlyMap<number, Beginnings>;
  links: Links;
  step: (node: number, atom: number) => number;
}

class Reader implements TokenSink {
  #text = '';
  #node = ROOT;
  /** The long walks that were taken, by node and atom: the next would find the same. */
  readonly #walked = new Set<number>();
  readonly #found: Uint8Array;
  readonly #parts: Parts;

  constructor(found: Uint8Array, parts: Parts) {
    this.#found = found;
    this.#parts = parts;
  }

  read(text: string): void {
    this.#text = text;
    this.#node = ROOT;
    scan(text, this);
  }

  atom(start: number, end: number): void {
    this.#take(this.#text.slice(start, end));
  }

  run(start: number, end: number): void {
    for (const character of this.#text.slice(start, end)) this.#take(character);
  }

  whole(start: number, end: number): void {
    const { wholes } = this.#parts;
    if (wholes.size === 0) return;
    const place = wholes.get(this.#text.slice(start, end));
    if (place !== undefined) this.#found[place] = 1;
  }

  #take(text: string): void {
    const { atoms, beginnings, links, step } = this.#parts;
    const atom = atoms.get(text);
    if (beginnings.size > 0) this.#begin(text, atom);
    this.#node = atom === undefined ? ROOT : step(this.#node, atom);
    for (let node = this.#node; node !== ROOT; node = links.placed[node] ?? ROOT) {
      const place = links.places[node] ?? -1;
      if (place === -1) continue;
      // Found before, together with everything that it ends with.
      if (this.#found[place] === 1) return;
      this.#found[place] = 1;
    }
  }

  /**
   * A word that none of the sequences has leads back to the root: its walk is no longer than the words
   * before it. Any other may come again and again in the same depth: 273 prefixes of 2 to 274 words
   * took 6 s for 450,000 words.
   */
  #begin(text: string, atom: number | undefined): void {
    const { beginnings, links } = this.#parts;
    const walk = atom === undefined ? undefined : this.#node * STRIDE + atom;
    if (walk !== undefined && this.#walked.has(walk)) return;
    let nodes = 0;
    for (let node = links.open[this.#node] ?? -1; node !== -1;) {
      const known = beginnings.get(node);
      for (const length of known?.lengths ?? []) {
        if (length > text.length) break;
        const place = known?.places.get(text.slice(0, length));
        if (place !== undefined) this.#found[place] = 1;
      }
      nodes += 1;
      node = node === ROOT ? -1 : (links.open[links.shorter[node] ?? ROOT] ?? -1);
    }
    if (walk !== undefined && nodes > SHORT_WALK) this.#walked.add(walk);
  }
}
