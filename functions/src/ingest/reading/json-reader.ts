import { setOwn } from '../../lib/set-own.js';
import { type Repair, type RepairWord, Repairs } from '../../contract/repairs.js';

/** What is wrong with a JSON text, as the end of a sentence that quotes none of the text. */
export class BadJson extends Error {
  override name = 'BadJson';
}

export interface ReaderLimits {
  /** Values to create in objects and arrays; one that holds more is kept as its text. */
  values: number;
  /** Nesting depth of the objects and arrays to create; at least 1. */
  depth: number;
  /** Repairs to report; more than one of each word. */
  repairs?: number;
  /** Top-level names that are always read. */
  isKnown?: (name: string) => boolean;
}

export interface ReadJson {
  value: unknown;
  repairs: Repair[];
  /** Number of values created. */
  values: number;
}

/** The name under which excess top-level fields are kept, as the text of one JSON object. */
export const REST_NAME = 'json';

/**
 * Reads JSON (RFC 8259) without losing any of it:
 *
 * | in the text | becomes | repair |
 * | --- | --- | --- |
 * | one key twice | an array of all its values | `duplicate_key` |
 * | half of a surrogate pair | U+FFFD | `invalid_unicode` |
 * | an object or array beyond the limits | its JSON as a text | `too_deep`, `too_many` |
 * | the fields at the top beyond the limits | one JSON object as a text in `json` | `too_many` |
 * | an integer beyond 2^53, a number beyond every double | its digits as a text | |
 *
 * Slower than `JSON.parse`, and only used for what that would get wrong: see `parse-json.ts`. Throws
 * {@link BadJson}.
 */
export function readJsonText(text: string, limits: ReaderLimits): ReadJson {
  return new JsonReader(text, limits).read();
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const SCALAR = /[-+.\w]+/y;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f]/;
const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_ARRAY, CLOSE_ARRAY, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

/** No name that is always read is longer, even with each character as an escape. */
const MAX_SHORT_LENGTH = 100;

/** Names with escapes to read beyond the limits: each takes as long as ten others. */
const MAX_UNESCAPED = 10_000;

type Members = Record<string, unknown>;

class JsonReader {
  private at = 0;
  private values = 0;
  private unescaped = 0;
  private readonly path: (string | number)[] = [];
  private readonly repairs: Repairs;

  private readonly text: string;
  private readonly limits: ReaderLimits;

  constructor(text: string, limits: ReaderLimits) {
    this.text = text;
    this.limits = limits;
    this.repairs = new Repairs([], limits.repairs);
  }

  read(): ReadJson {
    this.skipSpace();
    const value = this.value();
    this.skipSpace();
    if (this.at < this.text.length) throw this.syntaxError();
    return { value, repairs: this.repairs.list, values: this.values };
  }

  private value(): unknown {
    const code = this.text.charCodeAt(this.at);
    if (code === QUOTE) return this.string();
    if (code === OPEN_OBJECT) return this.object();
    if (code === OPEN_ARRAY) return this.array();
    if (code === 0x74) return this.word('true', true);
    if (code === 0x66) return this.word('false', false);
    if (code === 0x6e) return this.word('null', null);
    return this.number();
  }

  private object(): unknown {
    const start = this.at;
    if (this.path.length >= this.limits.depth) return this.asText(start, 'too_deep');
    const before = this.values;
    const members: Members = {};
    /** Names for which `members` has an array of all values. */
    const repeated = new Set<string>();
    this.at += 1;
    this.skipSpace();
    if (this.take(CLOSE_OBJECT)) return members;
    for (;;) {
      const nameAt = this.at;
      const name = this.name();
      this.path.push(name);
      if (this.values >= this.limits.values) {
        if (this.path.length > 1) {
          this.path.pop();
          this.values = before;
          return this.asText(start, 'too_many', this.at);
        }
        this.path.pop();
        this.rest(members, repeated, name, nameAt);
        return members;
      }
      this.values += 1;
      this.add(members, repeated, name, this.value());
      this.path.pop();
      this.skipSpace();
      if (this.take(CLOSE_OBJECT)) return members;
      this.expect(COMMA);
      this.skipSpace();
    }
  }

  private add(members: Members, repeated: Set<string>, name: string, value: unknown): void {
    if (!Object.hasOwn(members, name)) {
      setOwn(members, name, value);
      return;
    }
    this.repairs.add(this.path, 'duplicate_key');
    const values = members[name];
    if (repeated.has(name) && Array.isArray(values)) values.push(value);
    else setOwn(members, name, [values, value]);
    repeated.add(name);
  }

  /** Reads the excess top-level fields, starting at the value of `first`. */
  private rest(members: Members, repeated: Set<string>, first: string, nameAt: number): void {
    /** The texts of the fields that are kept, in order. */
    const kept: string[] = [];
    let from: number | undefined = nameAt;
    let to = nameAt;
    const keep = () => {
      if (from !== undefined && to > from) kept.push(this.text.slice(from, to));
      from = undefined;
    };
    for (let name: string | undefined = first; ;) {
      // Whatever it is, it is made of no more than its text.
      if (name !== undefined && this.isWanted(name, members)) {
        keep();
        this.path.push(name);
        this.add(members, repeated, name, this.value());
        this.path.pop();
      } else {
        this.skipValue();
        to = this.at;
      }
      this.skipSpace();
      if (this.take(CLOSE_OBJECT)) break;
      this.expect(COMMA);
      this.skipSpace();
      from ??= this.at;
      name = this.shortName();
    }
    keep();
    if (kept.length === 0) return;
    this.repairs.add([], 'too_many');
    let name = REST_NAME;
    while (Object.hasOwn(members, name)) name += '_';
    members[name] = `{${kept.join(',')}}`;
  }

  private isWanted(name: string, members: Members): boolean {
    return this.limits.isKnown?.(name) === true && !Object.hasOwn(members, name);
  }

  /** A field's name if it may be one that is always read. */
  private shortName(): string | undefined {
    const start = this.at;
    if (this.text.charCodeAt(start) !== QUOTE) throw this.syntaxError();
    const end = this.endOfString();
    this.at = end + 1;
    this.skipSpace();
    this.expect(COLON);
    this.skipSpace();
    if (end - start > MAX_SHORT_LENGTH) return undefined;
    const raw = this.text.slice(start + 1, end);
    if (!raw.includes('\\')) return raw;
    this.unescaped += 1;
    return this.unescaped > MAX_UNESCAPED ? undefined : unescape(`"${raw}"`);
  }

  private array(): unknown {
    const start = this.at;
    if (this.path.length >= this.limits.depth) return this.asText(start, 'too_deep');
    const before = this.values;
    const items: unknown[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.take(CLOSE_ARRAY)) return items;
    for (;;) {
      if (this.values >= this.limits.values) {
        this.values = before;
        return this.asText(start, 'too_many', this.at);
      }
      this.values += 1;
      this.path.push(items.length);
      items.push(this.value());
      this.path.pop();
      this.skipSpace();
      if (this.take(CLOSE_ARRAY)) return items;
      this.expect(COMMA);
      this.skipSpace();
    }
  }

  /** The JSON of the object or array that begins at `start`; `from` is in it, but not in a nested one. */
  private asText(start: number, repair: RepairWord, from = start + 1): string {
    this.repairs.add(this.path, repair);
    this.at = from;
    this.skipContainer();
    return this.text.slice(start, this.at);
  }

  private skipValue(): void {
    const code = this.text.charCodeAt(this.at);
    if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      this.at += 1;
      this.skipContainer();
    } else if (code === QUOTE) {
      this.at = this.endOfString() + 1;
    } else {
      SCALAR.lastIndex = this.at;
      if (!SCALAR.test(this.text)) throw this.syntaxError();
      this.at = SCALAR.lastIndex;
    }
  }

  /** Skips past the end of an object or array, tracking brackets and quotes. */
  private skipContainer(): void {
    for (let depth = 1; depth > 0; this.at += 1) {
      const code = this.text.charCodeAt(this.at);
      if (code === QUOTE) this.at = this.endOfString();
      else if (code === OPEN_OBJECT || code === OPEN_ARRAY) depth += 1;
      else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) depth -= 1;
      else if (Number.isNaN(code)) throw this.syntaxError();
    }
  }

  private name(): string {
    if (this.text.charCodeAt(this.at) !== QUOTE) throw this.syntaxError();
    const name = this.string();
    this.skipSpace();
    this.expect(COLON);
    this.skipSpace();
    return name;
  }

  private string(): string {
    const start = this.at;
    const end = this.endOfString();
    const raw = this.text.slice(start + 1, end);
    if (CONTROL.test(raw)) throw this.syntaxError();
    this.at = end + 1;
    if (!raw.includes('\\')) return raw;
    const string = unescape(this.text.slice(start, end + 1));
    if (string === undefined) {
      this.at = start;
      throw this.syntaxError();
    }
    if (string.isWellFormed()) return string;
    this.repairs.add(this.path, 'invalid_unicode');
    return string.toWellFormed();
  }

  /** The index of the quote that ends the string at `at`. */
  private endOfString(): number {
    for (let quote = this.text.indexOf('"', this.at + 1); quote !== -1;) {
      let slashes = quote;
      while (this.text.charCodeAt(slashes - 1) === BACKSLASH) slashes -= 1;
      if ((quote - slashes) % 2 === 0) return quote;
      quote = this.text.indexOf('"', quote + 1);
    }
    this.at = this.text.length;
    throw this.syntaxError();
  }

  private number(): number | string {
    NUMBER.lastIndex = this.at;
    const digits = NUMBER.exec(this.text)?.[0];
    if (digits === undefined) throw this.syntaxError();
    this.at += digits.length;
    const number = Number(digits);
    if (!Number.isFinite(number)) return digits;
    const isRounded = Number.isInteger(number) && !Number.isSafeInteger(number);
    return isRounded ? digits : number;
  }

  private word<Value>(word: string, value: Value): Value {
    if (!this.text.startsWith(word, this.at)) throw this.syntaxError();
    this.at += word.length;
    return value;
  }

  private take(code: number): boolean {
    if (this.text.charCodeAt(this.at) !== code) return false;
    this.at += 1;
    return true;
  }

  private expect(code: number): void {
    if (!this.take(code)) throw this.syntaxError();
  }

  /** JSON's white space: RFC 8259, section 2. */
  private skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.at += 1;
    }
  }

  private syntaxError(): BadJson {
    return new BadJson(`is not valid JSON: a syntax error at character ${this.at}`);
  }
}

/** `JSON.parse` of a single string, which reads escapes correctly, unlike in keys (`lib/json.ts`). */
function unescape(quoted: string): string | undefined {
  try {
    return String(JSON.parse(quoted));
  } catch {
    return undefined;
  }
}
