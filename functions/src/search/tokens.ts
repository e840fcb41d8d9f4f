/**
 * Splits a text into tokens. There are two kinds, and they overlap:
 *
 * - an **atom** is a run of letters and digits: `connection`, `v1`, `550e8400`;
 * - a **whole** is atoms with joints between them, as in ids, paths and addresses: `user_id`,
 *   `10.0.0.1`, `/orders/550e8400-e29b`. If it has joints of two strengths, each piece between the
 *   stronger ones is a whole too: `550e8400-e29b`. A single atom is not a whole.
 *
 * Scripts without spaces between words (Chinese, Japanese, Thai, Lao, Khmer, Burmese, Tibetan) are
 * treated as runs without known words: each character is an atom. A dictionary (`Intl.Segmenter`)
 * takes a hundred times as long, and would have to split texts and queries alike.
 */
export interface TokenSink {
  /** A token begins at `start` and ends before `end`. */
  atom(start: number, end: number): void;
  /** Characters without spaces between them, each of which is an atom. */
  run(start: number, end: number): void;
  whole(start: number, end: number): void;
}

const SEPARATOR = 0;
const LETTER = 1;
const UNSPACED = 2;
const JOINT = 3;
const STRONG_JOINT = 4;
const UNKNOWN = 255;

/** Each is one UTF-16 unit. */
const JOINTS = "_-.~%'";
const STRONG_JOINTS = ':/\\@+#';
const LETTERS = /[\p{L}\p{N}\p{M}]/u;
const UNSPACED_SCRIPTS =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const VARIATION = /\p{Variation_Selector}/u;

/** By UTF-16 unit, filled in on first use; surrogates are classified in pairs. */
const KINDS = new Uint8Array(0x1_0000).fill(UNKNOWN);

function kindOf(character: string): number {
  if (JOINTS.includes(character)) return JOINT;
  if (STRONG_JOINTS.includes(character)) return STRONG_JOINT;
  if (!LETTERS.test(character) || VARIATION.test(character)) return SEPARATOR;
  return UNSPACED_SCRIPTS.test(character) ? UNSPACED : LETTER;
}

const isHighSurrogate = (unit: number) => unit >= 0xd8_00 && unit < 0xdc_00;

function kindAt(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  const kind = KINDS[unit] ?? SEPARATOR;
  if (kind !== UNKNOWN) return kind;
  if (!isHighSurrogate(unit)) return (KINDS[unit] = kindOf(text.charAt(at)));
  const point = text.codePointAt(at) ?? 0;
  return point > 0xff_ff ? kindOf(String.fromCodePoint(point)) : SEPARATOR;
}

const widthAt = (text: string, at: number) => ((text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1);

/** The end of the run of characters of one kind that begins at `at`. */
function endOf(text: string, at: number, kind: number): number {
  const { length } = text;
  let end = at;
  for (;;) {
    // This loop handles almost all characters of almost all logs.
    while (end < length && KINDS[text.charCodeAt(end)] === kind) end += 1;
    if (end === length || kindAt(text, end) !== kind) return end;
    end += widthAt(text, end);
  }
}

/** Scans a folded text once. Linear: it never has to look back. */
export function scan(text: string, sink: TokenSink): void {
  /** Where the current whole and its current part began; -1 for none. */
  let whole = -1;
  let part = -1;
  /** Where the last atom ended, and the number of atoms in the whole and in its part. */
  let end = -1;
  let atoms = 0;
  let partAtoms = 0;
  /** A part that ended at a strong joint: it is the entire whole unless another atom follows. */
  let before = -1;
  let beforeEnd = -1;

  // One past the end counts as a separator, which ends whatever is open.
  for (let at = 0; at <= text.length;) {
    const kind = at === text.length ? SEPARATOR : kindAt(text, at);
    if (kind === LETTER) {
      const start = at;
      at = endOf(text, start, LETTER);
      sink.atom(start, at);
      if (before !== -1) sink.whole(before, beforeEnd);
      before = -1;
      if (whole === -1) whole = start;
      if (part === -1) part = start;
      end = at;
      atoms += 1;
      partAtoms += 1;
    } else if (kind === JOINT) {
      // At the beginning or the end of a whole it does not belong to the whole.
      at += 1;
    } else if (kind === STRONG_JOINT) {
      if (partAtoms > 1) {
        before = part;
        beforeEnd = end;
      }
      part = -1;
      partAtoms = 0;
      at += 1;
    } else {
      if (atoms > 1) {
        if (partAtoms > 1 && partAtoms < atoms) sink.whole(part, end);
        if (before !== -1 && before !== whole) sink.whole(before, beforeEnd);
        sink.whole(whole, end);
      }
      whole = part = before = -1;
      atoms = partAtoms = 0;
      const start = at;
      if (kind === UNSPACED) {
        at = endOf(text, start, UNSPACED);
        sink.run(start, at);
      } else {
        at += widthAt(text, start);
      }
    }
  }
}

/** All atoms of a folded text in order, and its wholes. */
export function tokensOf(text: string): { atoms: string[]; wholes: string[] } {
  const atoms: string[] = [];
  const wholes: string[] = [];
  scan(text, {
    atom: (start, end) => atoms.push(text.slice(start, end)),
    run: (start, end) => {
      for (const character of text.slice(start, end)) atoms.push(character);
    },
    whole: (start, end) => wholes.push(text.slice(start, end)),
  });
  return { atoms, wholes };
}
