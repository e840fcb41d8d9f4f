import { isAlphanumeric, isDigit, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import { isCard, isId } from './card.js';

/** Cards grouped by separators other than a dash or dot: `4111_1111_1111_1111`, `4111 - 1111 - …`. */
const GROUPED =
  /\d{4}(_|\/| [-/·] |·| ?[,:|+] ?|\t| {2,3})(?:\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{6}\1\d{4,5})(?!\d)/y;
/** Also separate columns, sizes, times and lists, so these need a word that suggests a card. */
const OF_COLUMNS = /[,:|+\t/]| {2}/;
const CARD_BEFORE =
  /(?:cards?|visa|mastercard|amex|(?<![a-z])(?:cc|pan)|pa(?:y|id)|charg|billing)(?![a-z])[^\n]{0,24}$/i;

/** What may follow the first group; `number-run.ts` reads dashes and dots. */
const AFTER_GROUP = new Uint8Array(256);
for (const char of '_/,:|+\t ·') AFTER_GROUP[char.charCodeAt(0)] = 1;

/** Whether a card may begin with the four digits at `start`, before `after`; cheap. */
export function mayBeGroupedCard(text: string, start: number, after: number): boolean {
  if (AFTER_GROUP[after] !== 1) return false;
  const first = unitAt(text, start);
  if (first < 50 || first > 54) return false;
  return after === 32 ? !isAlphanumeric(unitAt(text, start + 5)) : true;
}

/** The end of the card whose first group begins at `start`, or 0. */
export function groupedCardEnd(text: string, start: number): number {
  const before = unitAt(text, start - 1);
  if (isAlphanumeric(before)) return 0;
  GROUPED.lastIndex = start;
  const [card = '', separator = ''] = GROUPED.exec(text) ?? [];
  meter.steps += 16;
  if (card === '') return 0;
  const end = start + card.length;
  if (isAlphanumeric(unitAt(text, end)) || !isCard(card.replaceAll(/\D/g, ''))) return 0;
  // Part of a longer row of groups.
  const isMore =
    (text.startsWith(separator, end) && isDigit(unitAt(text, end + separator.length))) ||
    (text.startsWith(separator, start - separator.length) &&
      isDigit(unitAt(text, start - separator.length - 1)));
  if (isMore || isId(text, start, end)) return 0;
  if (!OF_COLUMNS.test(separator)) return end;
  return CARD_BEFORE.test(text.slice(Math.max(0, start - 40), start)) ? end : 0;
}
