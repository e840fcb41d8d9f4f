import {
  type Attributes,
  type AttributeValue,
  isExact,
  isFieldName,
} from '../../contract/attributes.js';
import type { Repairs, RepairWord } from '../../contract/repairs.js';
import { MAX_ATTRIBUTE_COUNT, MAX_ATTRIBUTE_DEPTH } from '../../limits.js';
import { isRecord } from '../../lib/is-record.js';
import { setOwn } from '../../lib/set-own.js';
import { REST_NAME } from './json-reader.js';
import { renamed } from './rename-attribute.js';

type Path = (string | number)[];
type Inner = Readonly<Record<string, unknown>>;

/**
 * Brings what a client sent besides the text into a form that Firestore stores exactly:
 *
 * | sent | kept | repair |
 * | --- | --- | --- |
 * | an array in an array | the inner one as its JSON | `nested_array` |
 * | an object or array deeper than {@link MAX_ATTRIBUTE_DEPTH} | its JSON | `too_deep` |
 * | one that holds more values than are left of {@link MAX_ATTRIBUTE_COUNT} | its JSON | `too_many` |
 * | a name that Firestore does not take | another name (`rename-attribute.ts`) | `renamed` |
 * | half of a surrogate pair | U+FFFD | `invalid_unicode` |
 * | an integer beyond 2^53, NaN, an infinity | its digits or name | |
 *
 * Returns the same object if nothing had to be changed. `inner` is what was sent in
 * `attributes`, for the pointers of repairs.
 */
export function fitAttributes(
  sent: Record<string, unknown>,
  repairs: Repairs,
  inner: Inner = {},
): Attributes {
  return new Fitting(repairs, inner).top(sent);
}

class Fitting {
  private left = MAX_ATTRIBUTE_COUNT;
  /** Whether all of it is known to fit, so nothing has to be counted again. */
  private isCounted = false;
  private readonly path: Path = [];

  private readonly repairs: Repairs;
  private readonly inner: Inner;

  constructor(repairs: Repairs, inner: Inner) {
    this.repairs = repairs;
    this.inner = inner;
  }

  top(sent: Record<string, unknown>): Attributes {
    this.isCounted = countUpTo(sent, this.left + 1) <= this.left;
    if (this.isCounted) return this.map(sent);
    const members = Object.entries(sent);
    if (members.length <= this.left) {
      this.left -= members.length;
      return this.map(sent);
    }
    // One is reserved for the excess fields.
    const kept = Object.fromEntries(members.slice(0, this.left - 1));
    const rest = Object.fromEntries(members.slice(this.left - 1));
    this.left = 0;
    this.repairs.add([], 'too_many');
    setOwn(kept, unused(REST_NAME, kept), json(rest));
    return this.map(kept);
  }

  private value(sent: unknown): AttributeValue {
    if (typeof sent === 'string') return this.string(sent);
    if (typeof sent === 'number') return isExact(sent) ? sent : String(sent);
    if (typeof sent === 'boolean' || sent === null) return sent;
    if (Array.isArray(sent)) return this.container(sent, (items) => this.array(items));
    if (isRecord(sent)) return this.container(sent, (members) => this.map(members));
    return typeof sent === 'bigint' ? String(sent) : null;
  }

  /** Turns an object or array that is too deep or too large into text; otherwise descends into it. */
  private container<Sent extends object>(
    sent: Sent,
    into: (sent: Sent) => AttributeValue,
  ): AttributeValue {
    if (this.path.length >= MAX_ATTRIBUTE_DEPTH && Object.keys(sent).length > 0) {
      this.repair('too_deep');
      return json(sent);
    }
    if (this.isCounted) return into(sent);
    const size = countUpTo(sent, this.left + 1);
    if (size > this.left) {
      this.repair('too_many');
      const known = TOO_LARGE.get(sent);
      if (known !== undefined) return known.text;
      const text = json(sent);
      TOO_LARGE.set(sent, { size: Math.max(size, Object.keys(sent).length), text });
      return text;
    }
    this.left -= size;
    this.isCounted = true;
    const fitted = into(sent);
    this.isCounted = false;
    return fitted;
  }

  private array(sent: unknown[]): AttributeValue[] {
    let changed: AttributeValue[] | undefined;
    for (let index = 0; index < sent.length; index += 1) {
      const item = sent[index];
      this.path.push(index);
      let fitted: AttributeValue;
      if (Array.isArray(item)) {
        this.repair('nested_array');
        fitted = json(item);
      } else {
        fitted = this.value(item);
      }
      this.path.pop();
      // All items before it are unchanged.
      // oxlint-disable-next-line no-unsafe-type-assertion
      if (fitted !== item) changed ??= sent.slice(0, index) as AttributeValue[];
      changed?.push(fitted);
    }
    // oxlint-disable-next-line no-unsafe-type-assertion
    return changed ?? (sent as AttributeValue[]);
  }

  private map(sent: Record<string, unknown>): Attributes {
    let changed: Attributes | undefined;
    let index = -1;
    for (const name in sent) {
      index += 1;
      const item = sent[name];
      this.path.push(name);
      let fitted = this.value(item);
      let kept = name;
      if (!isFieldName(name)) {
        const isOther = !name.isWellFormed();
        this.repair(isOther ? 'invalid_unicode' : 'renamed');
        const wellFormed = name.toWellFormed();
        ({ name: kept, value: fitted } = isFieldName(wellFormed)
          ? { name: wellFormed, value: fitted }
          : renamed(wellFormed, fitted));
      }
      this.path.pop();
      if (changed === undefined && (fitted !== item || kept !== name)) {
        changed = {};
        const earlier = Object.keys(sent).slice(0, index);
        for (const unchanged of earlier) setOwn(changed, unchanged, sent[unchanged]);
      }
      if (changed !== undefined) {
        // A later name may equal one that an earlier attribute was given: both are kept.
        const isFree =
          !Object.hasOwn(changed, kept) && (kept === name || !Object.hasOwn(sent, kept));
        const free = isFree
          ? kept
          : kept === name
            ? unused(name, changed)
            : unused(kept, changed, sent);
        setOwn(changed, free, fitted);
      }
    }
    // oxlint-disable-next-line no-unsafe-type-assertion
    return changed ?? (sent as Attributes);
  }

  private repair(word: RepairWord): void {
    const isInner = Object.hasOwn(this.inner, String(this.path[0]));
    this.repairs.add(isInner ? ['attributes', ...this.path] : this.path, word);
  }

  private string(sent: string): string {
    if (sent.isWellFormed()) return sent;
    this.repair('invalid_unicode');
    return sent.toWellFormed();
  }
}

/**
 * Remembers values that were too large for a log, and a lower bound of their size. The logs of a group
 * share such values, and counting one again for each of a thousand logs takes seconds.
 */
const TOO_LARGE = new WeakMap<object, { size: number; text: string }>();

/** The number of values in an object or array at every depth, capped at `most`. */
function countUpTo(value: unknown, most: number): number {
  if (most <= 0 || typeof value !== 'object' || value === null) return 0;
  if ((TOO_LARGE.get(value)?.size ?? 0) >= most) return most;
  let count = 0;
  if (Array.isArray(value)) {
    count = value.length;
    for (let at = 0; at < value.length && count < most; at += 1) {
      count += countUpTo(value[at], most - count);
    }
  } else if (isRecord(value)) {
    // Not `Object.keys`, which makes a list: records inherit nothing that is enumerable.
    for (const name in value) {
      count += 1 + countUpTo(value[name], most - count - 1);
      if (count >= most) return most;
    }
  }
  return Math.min(count, most);
}

function unused(name: string, ...taken: object[]): string {
  const isTaken = (candidate: string) => taken.some((names) => Object.hasOwn(names, candidate));
  let candidate = name;
  for (let number = 2; isTaken(candidate); number += 1) candidate = `${name}#${number}`;
  return candidate;
}

/** Well-formed, and defined for all that comes here. */
function json(value: unknown): string {
  return JSON.stringify(value).toWellFormed();
}
