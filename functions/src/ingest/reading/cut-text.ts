import { SPLIT_OVERLAP } from '../../limits.js';
import type { TextCost } from './document-cost.js';

/** A part of a text: UTF-16 offsets, `end` exclusive. */
export interface TextPart {
  start: number;
  end: number;
}

/**
 * The longest part of a text that begins at `start` and costs at most `budget`, or slightly less: it
 * ends at the end of a line, or else of a word, if there is one in its second half. At least one
 * character.
 */
export function cutText(text: string, start: number, budget: number, cost: TextCost): TextPart {
  // A byte costs more than one, so this is closer to the end than the budget itself.
  const dearest = Math.max(1, cost(text, start, Math.min(text.length, start + SAMPLE)) / SAMPLE);
  let end = Math.min(text.length, start + Math.max(SAMPLE, Math.ceil(budget / dearest)));
  for (let spent = cost(text, start, end); spent > budget && end > start + 1;) {
    // Shrink proportionally, and a little more, as costs vary within the text.
    end = start + Math.max(1, Math.floor(((end - start) * budget * 0.99) / spent));
    spent = cost(text, start, end);
  }
  if (end >= text.length) return { start, end: text.length };
  return { start, end: niceEnd(text, start, end) };
}

/** Units of which the cost is a first guess for the rest. */
const SAMPLE = 1024;

function niceEnd(text: string, start: number, end: number): number {
  const half = start + Math.ceil((end - start) / 2);
  // Not in the whole text, which might be searched in vain for every part.
  const newline = text.slice(half, end).lastIndexOf('\n');
  if (newline !== -1) return half + newline + 1;
  for (let at = end; at > half; at -= 1) if (isSpace(text.charCodeAt(at - 1))) return at;
  return isInsidePair(text, end) && end - 1 > start ? end - 1 : wholePair(text, end);
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d;
}

function isInsidePair(text: string, at: number): boolean {
  const [before, after] = [text.charCodeAt(at - 1), text.charCodeAt(at)];
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

function wholePair(text: string, end: number): number {
  return isInsidePair(text, end) ? end + 1 : end;
}

/** A part with as much of the text around it as the redactor may need. */
export function withOverlap(
  text: string,
  { start, end }: TextPart,
): { text: string; before: number; after: number } {
  let from = Math.max(0, start - SPLIT_OVERLAP);
  let to = Math.min(text.length, end + SPLIT_OVERLAP);
  if (isInsidePair(text, from)) from += 1;
  if (isInsidePair(text, to)) to -= 1;
  return { text: text.slice(from, to), before: start - from, after: to - end };
}
