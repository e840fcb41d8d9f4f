import { attributeName, type RedactedLog } from './terms.js';
import { type Scalar, traceIn, visitScalars } from './fields.js';
import { fold } from './fold.js';
import type { WordFinder } from './word-finder.js';

/** The fields of a stored log that queries can refer to. */
export interface SearchableLog extends RedactedLog {
  log_id: string;
}

const NOTHING = new Uint8Array();

/** A log taken apart once for any number of queries; each part only on demand. */
export class LogView {
  #values: Map<string, Scalar[]> | undefined;
  #found: Map<WordFinder, Map<string | undefined, Uint8Array>> | undefined;
  #folded: Map<string, string> | undefined;

  readonly log: SearchableLog;

  constructor(log: SearchableLog) {
    this.log = log;
  }

  /**
   * Whether a field has the words at this place of the finder: one of the log's own fields, or an
   * attribute by its name in a pair; without a field, the text or any value in the attributes.
   */
  has(finder: WordFinder, place: number, field?: string): boolean {
    this.#found ??= new Map();
    let known = this.#found.get(finder);
    if (known === undefined) this.#found.set(finder, (known = new Map()));
    let found = known.get(field);
    if (found === undefined) {
      const texts = this.#textsOf(field);
      found = texts.length === 0 ? NOTHING : finder.find(texts);
      known.set(field, found);
    }
    return found[place] === 1;
  }

  /** A value as queries compare it. */
  folded(value: Scalar): string {
    const text = String(value);
    this.#folded ??= new Map();
    let folded = this.#folded.get(text);
    if (folded === undefined) this.#folded.set(text, (folded = fold(text)));
    return folded;
  }

  /** The values of an attribute by its name in a pair; for `trace`, those of all its names. */
  values(name: string): readonly Scalar[] {
    this.#values ??= this.#collect();
    return this.#values.get(name) ?? [];
  }

  /** Whether there is an attribute of this name, which may consist of others. */
  hasAttribute(name: string): boolean {
    this.#values ??= this.#collect();
    if (this.#values.has(name)) return true;
    for (const one of this.#values.keys()) if (one.startsWith(`${name}.`)) return true;
    return false;
  }

  /** The document's id and, if that had to differ from the client's id, the client's too. */
  get ids(): Scalar[] {
    const { log_id, attributes } = this.log;
    const sent = attributes?.['log_id'];
    return typeof sent === 'string' || typeof sent === 'number' ? [log_id, sent] : [log_id];
  }

  #textsOf(field: string | undefined): string[] {
    switch (field) {
      case undefined:
        return this.#texts();
      case 'text':
        return [this.log.modified_data];
      case 'source':
        return [this.log.source];
      case 'log_id':
        return this.ids.map(String);
      default:
        return this.values(field).map(String);
    }
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
