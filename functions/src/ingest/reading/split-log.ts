import type { Attributes, AttributeValue } from '../../contract/attributes.js';
import { partId } from '../../contract/ids.js';
import type { Log, Overlap } from '../../contract/log-message.js';
import type { Repairs } from '../../contract/repairs.js';
import { setOwn } from '../../lib/set-own.js';
import { DOCUMENT_BUDGET, MAX_PACKED_BYTES, SPLIT_OVERLAP } from '../../limits.js';
import { packedTooLarge } from '../too-large.js';
import { cutText, withOverlap } from './cut-text.js';
import {
  bytesOf,
  nameCost,
  stringCost,
  type TextCost,
  textCost,
  valueCost,
} from './document-cost.js';

type Path = (string | number)[];

/** The part of a log that goes into one document. */
interface Part {
  text: string;
  attributes: Attributes | undefined;
  overlap: Overlap[];
}

/**
 * Splits a log into as many documents as it needs, like Cloud Logging's LogSplit: each names its log and
 * its index. Joined in order, texts and attributes are what was sent: maps merged by name, arrays and
 * texts concatenated. If a text has to be cut, its message carries what surrounds the cut, for the
 * redactor only. `budget` is what one document may cost. Throws 413 for a log that exceeds what a
 * request may become.
 */
export function splitLog(log: Log, repairs: Repairs, budget = DOCUMENT_BUDGET): Log[] {
  const attributes = log.attributes ?? NONE;
  if (fitsSurely(log.text, attributes, budget)) return [withRepairs(log, repairs)];
  const cost = { text: textCost(log.text), attributes: valueCost(attributes) };
  if (cost.text + cost.attributes <= budget) return [withRepairs(log, repairs)];
  if (packedBytes(cost, budget) > MAX_PACKED_BYTES) throw packedTooLarge();
  const parts = new Splitter(repairs, budget).split(log.text, attributes);
  if (parts.length === 1) return [withRepairs(log, repairs)];
  repairs.add([], 'split');
  const { log_id: id, timestamp, severity } = log;
  const total = parts.length;
  return parts.map(({ text, attributes: own, overlap }, index) => {
    const part: Log = {
      log_id: partId(id, index),
      text,
      repairs: repairs.list,
      split: { id, index, total },
    };
    if (timestamp !== undefined) part.timestamp = timestamp;
    if (severity !== undefined) part.severity = severity;
    if (own !== undefined) part.attributes = own;
    if (overlap.length > 0) part.overlap = overlap;
    return part;
  });
}

function withRepairs(log: Log, { list }: Repairs): Log {
  return list.length === 0 ? log : { ...log, repairs: list };
}

/** Least size of a log's parts in messages, before they are created: its JSON plus the overlaps. */
function packedBytes(cost: { text: number; attributes: number }, budget: number): number {
  const parts = Math.floor(cost.text / budget);
  return bytesOf(cost) + Math.max(0, parts - 1) * 2 * SPLIT_OVERLAP;
}

const NONE: Attributes = {};

/** True for most logs: they are so short that nothing has to be calculated, whatever they contain. */
function fitsSurely(text: string, attributes: Attributes, budget: number): boolean {
  const left = budget / UNIT_COST - text.length;
  return left >= 0 && unitsUpTo(attributes, left) <= left;
}

/** More than any unit costs: it is at most six bytes, and each value and name adds a marker. */
const UNIT_COST = 40;

function unitsUpTo(value: AttributeValue | undefined, most: number): number {
  if (typeof value === 'string') return value.length + 1;
  if (typeof value !== 'object' || value === null) return 1;
  let units = 1;
  if (Array.isArray(value)) {
    for (const item of value) if ((units += unitsUpTo(item, most)) > most) break;
  } else {
    for (const name in value) {
      units += name.length + 1 + unitsUpTo(value[name], most);
      if (units > most) break;
    }
  }
  return units;
}

class Splitter {
  private readonly parts: Part[] = [];
  private part: Part = emptyPart();
  private left: number;

  private readonly repairs: Repairs;
  private readonly budget: number;

  constructor(repairs: Repairs, budget: number) {
    this.repairs = repairs;
    this.budget = budget;
    this.left = budget;
  }

  /** The smaller of the two goes first, so that the first document shows something of both. */
  split(text: string, attributes: Attributes): Part[] {
    const isTextFirst = textCost(text) <= valueCost(attributes);
    if (isTextFirst) this.placeText(text);
    this.placeMap(attributes, []);
    if (!isTextFirst) this.placeText(text);
    this.parts.push(this.part);
    return this.parts;
  }

  private next(): void {
    this.parts.push(this.part);
    this.part = emptyPart();
    this.left = this.budget;
  }

  private placeText(text: string): void {
    this.placeCut(text, textCost, 0, (piece, before, after) => {
      this.part.text = piece;
      if (before + after > 0) this.part.overlap.push({ path: ['text'], before, after });
    });
  }

  private placeCut(
    text: string,
    cost: TextCost,
    around: number,
    take: (piece: string, before: number, after: number) => void,
  ): void {
    this.left -= around;
    for (let start = 0; start < text.length;) {
      // The beginning of a document is as good a place as any; room for only a few lines is not.
      if (
        this.left < LEAST &&
        this.left < cost(text, start, Math.min(text.length, start + LEAST))
      ) {
        this.next();
        this.left -= around;
      }
      const part = cutText(text, start, this.left, cost);
      const piece = withOverlap(text, part);
      this.left -= cost(text, part.start, part.end);
      take(piece.text, piece.before, piece.after);
      start = part.end;
      if (start < text.length) {
        this.next();
        this.left -= around;
      }
    }
  }

  private placeMap(map: Attributes, path: Path): void {
    for (const name of Object.keys(map)) {
      const value = map[name];
      if (value !== undefined) this.place(value, [...path, name], nameCost(name));
    }
  }

  /** `around`: what the value costs besides itself, such as its name. */
  private place(value: AttributeValue, path: Path, around: number): void {
    // A new document also needs each map and array above it.
    const above = path
      .slice(0, -1)
      .reduce<number>((sum, key) => sum + nameCost(String(key)), around);
    const cost = valueCost(value) + above;
    if (cost > this.left && cost <= this.budget && !this.isEmpty()) this.next();
    if (cost <= this.left) {
      this.left -= cost;
      put(this.part, path, value);
    } else if (typeof value === 'string') {
      this.placeCut(value, stringCost, above, (piece, before, after) => {
        const at = put(this.part, path, piece);
        this.part.overlap.push({ path: ['attributes', ...at], before, after });
      });
    } else if (Array.isArray(value)) {
      for (const item of value) this.placeItem(item, path);
    } else if (value !== null && typeof value === 'object') {
      this.placeMap(value, path);
    }
  }

  /** Cuts an item as text: parts of a map in an array would look like several maps. */
  private placeItem(item: AttributeValue, path: Path): void {
    const isTooLarge = typeof item === 'object' && valueCost(item) > this.budget / 2;
    if (isTooLarge) this.repairs.add([...path, 0], 'too_many');
    this.place(isTooLarge ? JSON.stringify(item) : item, [...path, APPENDED], 0);
  }

  private isEmpty(): boolean {
    return this.left === this.budget;
  }
}

const LEAST = 4096;

/** In a path, the index after the last item of an array. */
const APPENDED = -1;

function emptyPart(): Part {
  return { text: '', attributes: undefined, overlap: [] };
}

/** Puts a value in its original place in the document so far; returns its path there. */
function put(part: Part, path: Path, value: AttributeValue): Path {
  part.attributes ??= {};
  let container: AttributeValue = part.attributes;
  const real: Path = [];
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1;
    const next: AttributeValue = isLast ? value : path[depth + 1] === APPENDED ? [] : {};
    if (Array.isArray(container)) {
      container.push(next);
      real.push(container.length - 1);
      container = next;
    } else if (typeof container === 'object' && container !== null) {
      if (isLast || !Object.hasOwn(container, key)) setOwn(container, String(key), next);
      real.push(String(key));
      container = isLast ? next : (container[String(key)] ?? null);
    }
  }
  return real;
}
