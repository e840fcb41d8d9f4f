import { attributeName, type RedactedLog } from './terms.js';
import { type Scalar, traceIn, visitScalars } from './fields.js';
import { fold } from './fold.js';
import { tokensOf } from './tokens.js';

/** The fields of a stored log that queries can refer to. */
export interface SearchableLog extends RedactedLog {
  log_id: string;
}

/** Separates tokens, and the texts they come from: folded tokens never contain it. */
const GAP = '\0';
const BREAK = '\u0001';

/** The tokens of texts, joined, so that finding a sequence of them is one string search. */
export interface TokenText {
  atoms: string;
  wholes: string;
}

/** A log taken apart once for any number of queries; each part only on demand. */
export class LogView {
  #all: TokenText | undefined;
  #values: Map<string, Scalar[]> | undefined;

  readonly log: SearchableLog;

  constructor(log: SearchableLog) {
    this.log = log;
  }

  /** The tokens of the text and of every value in the attributes. */
  get all(): TokenText {
    return (this.#all ??= joinTokens(this.#texts()));
  }

  /** The values of an attribute by its name in a pair; for `trace`, those of all its names. */
  values(name: string): readonly Scalar[] {
    this.#values ??= this.#collect();
    return this.#values.get(name) ?? [];
  }

  /** Whether there is an attribute of this name, which may consist of others. */
  has(name: string): boolean {
    this.#values ??= this.#collect();
    if (this.#values.has(name)) return true;
    for (const one of this.#values.keys()) if (one.startsWith(`${name}.`)) return true;
    return false;
  }

  #texts(): string[] {
    const { modified_data, attributes } = this.log;
    const texts = [modified_data];
    if (attributes !== undefined) {
      visitScalars(attributes, (_path, value) => {
        if (typeof value === 'string' || typeof value === 'number') texts.push(String(value));
      });
    }
    return texts;
  }

  #collect(): Map<string, Scalar[]> {
    const values = new Map<string, Scalar[]>();
    const add = (name: string, value: Scalar) => {
      const known = values.get(name);
      if (known === undefined) values.set(name, [value]);
      else known.push(value);
    };
    const { attributes } = this.log;
    if (attributes !== undefined) {
      visitScalars(attributes, (path, value) => {
        const name = fold(path);
        const trace = traceIn(name, value);
        if (trace !== undefined) add('trace', trace);
        add(attributeName(name), value);
      });
    }
    return values;
  }
}

export function joinTokens(texts: readonly string[]): TokenText {
  const atoms: string[] = [];
  const wholes: string[] = [];
  for (const text of texts) {
    const tokens = tokensOf(fold(text));
    atoms.push(joined(tokens.atoms));
    wholes.push(joined(tokens.wholes));
  }
  return { atoms: atoms.join(BREAK), wholes: wholes.join(BREAK) };
}

/** As in a {@link TokenText}: with a gap before, between and after. */
export const joined = (tokens: readonly string[]) =>
  tokens.length === 0 ? '' : `${GAP}${tokens.join(GAP)}${GAP}`;

/** The same, but the last token may continue. */
export const joinedOpen = (tokens: readonly string[]) => `${GAP}${tokens.join(GAP)}`;
