import { isUtf8 } from 'node:buffer';

import type { Repair } from '../../contract/repairs.js';
import { isBlank } from '../../contract/text.js';
import { isRecord } from '../../lib/is-record.js';
import type { SentLog } from '../formats/format.js';
import { MAX_JSON_DEPTH, MAX_LOG_VALUES, MAX_LOGS_PER_REQUEST } from '../../limits.js';
import type { RequestBudget } from './budget.js';
import { firstByte, hasMark, type Span, splitLines, splitValues } from './json-spans.js';
import { isKnownName } from './known-fields.js';
import { BadJson, parseJson, parseJsonIfAny } from './parse-json.js';
import { beginsWrapper, wrappedIn } from './wrapped-logs.js';

const [NEWLINE, OPEN_OBJECT, OPEN_ARRAY] = [0x0a, 0x7b, 0x5b];

/** How to read a body; `judged`: by its first byte. */
export type BodyKind = 'json' | 'lines' | 'text' | 'judged';

/** The logs of a non-empty body. Throws {@link BadJson} for a single broken JSON object. */
export function readItems(body: Buffer, kind: BodyKind, budget: RequestBudget): Iterable<SentLog> {
  if (kind === 'text') return [readText(body)];
  const first = firstByte(body);
  if (first === undefined) return [];
  const reader = new ItemReader(body, budget);
  const isJson = first === OPEN_OBJECT || first === OPEN_ARRAY;
  if (kind === 'lines') return reader.lines();
  if (isJson) return reader.values();
  return kind === 'json' ? reader.whole() : [readText(body)];
}

/** All of it is one text. */
export function readText(body: Buffer): SentLog {
  const text = body.toString('utf8');
  return { fields: { text }, alone: true, ...(!isUtf8(body) && { repairs: [INVALID_UNICODE] }) };
}

/**
 * Reads the values of a JSON body as logs:
 *
 * | value | log |
 * | --- | --- |
 * | an object | its fields |
 * | an object that wraps a list of logs | one for each, see `wrapped-logs.ts` |
 * | an array | one for each item |
 * | a text | with that text |
 * | a number, boolean, or array in an array | with its JSON as text (`not_text`) |
 * | what is no JSON | with what was sent as text (`not_json`) |
 * | `null` | refused |
 */
class ItemReader {
  private readonly isValid: boolean;

  private readonly body: Buffer;
  private readonly budget: RequestBudget;

  constructor(body: Buffer, budget: RequestBudget) {
    this.body = body;
    this.budget = budget;
    this.isValid = isUtf8(body);
  }

  /** Lines; but if the first only begins JSON that spans several lines, the body is read as that. */
  *lines(): Generator<SentLog> {
    let isFirst = true;
    for (const span of splitLines(this.body)) {
      const value = this.parse(span);
      if (value === undefined && isFirst && this.beginsValue()) {
        yield* this.values();
        return;
      }
      isFirst = false;
      if (value === undefined) yield* this.ofLine(span);
      else if (Array.isArray(value.value)) yield* this.logs(value);
      else yield* logsWrappedIn(value) ?? [asLog(value)];
    }
  }

  /** Concatenated values and the items of arrays; after a broken value, lines. */
  *values(): Generator<SentLog> {
    let isFirst = true;
    for (const span of splitValues(this.body)) {
      const value = this.parse(span) ?? (isFirst ? undefined : this.parseCut(span));
      if (value !== undefined) {
        const wrapped = logsWrappedIn(value);
        const isOnly = isFirst && span.of === 'body' && this.isLast(span);
        if (wrapped !== undefined) yield* wrapped;
        else if (span.of === 'array') yield asLog(value);
        else for (const log of this.logs(value)) yield isOnly ? { ...log, alone: true } : log;
      } else if (isFirst && span.of === 'array' && this.body[span.start] !== OPEN_OBJECT) {
        // Text that begins with a bracket, such as `[2024-01-15 10:30:00] INFO`.
        for (const line of splitLines(this.body)) yield this.asText(line);
        return;
      } else if (span.of === 'body' && this.beginsLines(span)) {
        for (const line of splitLines(this.body, span.start)) {
          const again = this.parse(line);
          yield* again === undefined ? this.ofLine(line) : this.logs(again);
        }
        return;
      } else if (isFirst && span.of === 'body' && this.isLast(span)) {
        throw this.fault(span);
      } else {
        yield this.asText(span);
      }
      isFirst = false;
    }
  }

  /** One value that is neither object nor array, several concatenated ones, lines, or a text. */
  *whole(): Generator<SentLog> {
    const span: Span = { start: 0, end: this.body.length, of: 'body' };
    const value = this.parse(span);
    if (value === undefined && this.body.includes('\n{')) {
      yield* this.lines();
      return;
    }
    const logs = value === undefined ? this.ofLine(span) : [...this.logs(value)];
    for (const log of logs) yield logs.length === 1 ? { ...log, alone: true } : log;
  }

  /**
   * A line that is not JSON: its values, if it is several, or is surrounded by something that clients
   * put between values; otherwise a text.
   */
  private ofLine(line: Span): SentLog[] {
    const logs: SentLog[] = [];
    for (const { start, end, of } of splitValues(this.body.subarray(line.start, line.end))) {
      const isAll = start === 0 && end === line.end - line.start;
      const within = { start: line.start + start, end: line.start + end, of };
      const value = isAll || of === 'array' ? undefined : this.parse(within);
      if (value === undefined || logs.length > MAX_LOGS_PER_REQUEST) return [this.asText(line)];
      logs.push(...this.logs(value));
    }
    return logs.length === 0 ? [this.asText(line)] : logs;
  }

  /** The last item of an unclosed array may be fine. */
  private parseCut({ isOpen, ...span }: Span): Parsed | undefined {
    if (isOpen !== true || span.of !== 'array') return undefined;
    const parsed = this.parse(span);
    return parsed && { ...parsed, repairs: [NOT_JSON, ...parsed.repairs] };
  }

  private *logs({ value, repairs }: Parsed, isItem = false): Generator<SentLog> {
    if (Array.isArray(value) && !isItem) {
      for (const item of value)
        yield* this.logs({ value: item, repairs: withoutPlace(repairs) }, true);
      return;
    }
    yield* logsWrappedIn({ value, repairs }) ?? [asLog({ value, repairs })];
  }

  private parse({ start, end, isOpen }: Span): Parsed | undefined {
    if (isOpen === true) return undefined;
    const isList = end - start > MAX_LOG_VALUES && beginsWrapper(this.body, start);
    const limits = {
      values: isList ? this.budget.valuesLeft : this.budget.valuesOfNext,
      depth: MAX_JSON_DEPTH,
      isKnown: isKnownName,
    };
    const parsed = parseJsonIfAny(this.text(start, end), limits);
    if (parsed === undefined) return undefined;
    const { value, repairs, values } = parsed;
    this.budget.takeValues(values);
    return this.isValid ? parsed : { value, repairs: [...this.invalid(start, end), ...repairs] };
  }

  private asText({ start, end }: Span): SentLog {
    const text = this.text(start, end).replace(/\r$/, '');
    return {
      fields: { text },
      repairs: [NOT_JSON, ...this.invalid(start, end)],
    };
  }

  private text(start: number, end: number): string {
    const from = start === 0 && hasMark(this.body) ? 3 : start;
    return this.body.toString('utf8', from, end);
  }

  private invalid(start: number, end: number): Repair[] {
    return this.isValid || isUtf8(this.body.subarray(start, end)) ? [] : [INVALID_UNICODE];
  }

  /** Whether the first value is fine, and spans several lines or is the first of an array. */
  private beginsValue(): boolean {
    const [span] = splitValues(this.body);
    if (span === undefined || this.parse(span) === undefined) return false;
    return span.of === 'array' || this.body.indexOf(NEWLINE) < span.end;
  }

  /** Whether the line after the first of a broken value begins its own value, without an indent. */
  private beginsLines({ start, end }: Span): boolean {
    const newline = this.body.indexOf(NEWLINE, start);
    const isOver = newline === -1 || newline + 1 >= end;
    return !isOver && this.body[newline + 1] === OPEN_OBJECT;
  }

  private isLast({ end }: Span): boolean {
    return firstByte(this.body.subarray(end)) === undefined;
  }

  /** What the parser says of it. */
  private fault({ start, end }: Span): BadJson {
    try {
      parseJson(this.text(start, end));
    } catch (error) {
      if (error instanceof BadJson) return error;
    }
    return new BadJson('is not valid JSON');
  }
}

interface Parsed {
  value: unknown;
  repairs: Repair[];
}

const NOT_JSON: Repair = { pointer: '', repair: 'not_json' };
const INVALID_UNICODE: Repair = { pointer: '', repair: 'invalid_unicode' };

function asLog({ value, repairs }: Parsed): SentLog {
  const log = toLog(value);
  if (repairs.length > 0) log.repairs = repairs;
  return log;
}

function logsWrappedIn({ value, repairs }: Parsed): Generator<SentLog> | undefined {
  return isRecord(value) ? wrappedIn(value, repairs) : undefined;
}

function toLog(value: unknown): SentLog {
  if (isRecord(value)) return { fields: value };
  if (value === null) return { fields: {}, fault: 'is null: there is nothing to keep' };
  if (typeof value === 'string' && isBlank(value)) return { fields: {}, fault: 'is an empty text' };
  return { fields: { text: value } };
}

/** Repairs of an array, reported for each of its items: their pointers begin with its index. */
function withoutPlace(repairs: readonly Repair[]): Repair[] {
  return repairs.map(({ repair }) => ({ pointer: '', repair }));
}
