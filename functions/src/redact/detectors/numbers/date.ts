import { DASH, DOT, type NumberRun, SLASH } from './number-run.js';

/** Whether groups `first` to `first + 2` are a calendar date in any usual order. */
export function isDate(run: NumberRun, first: number): boolean {
  const separator = run.separators[first + 1];
  if (separator !== DASH && separator !== SLASH && separator !== DOT) return false;
  if (run.separators[first + 2] !== separator) return false;
  const [a, b, c] = [0, 1, 2].map((group) =>
    run.text.slice(run.starts[first + group], run.ends[first + group]),
  );
  if (a === undefined || b === undefined || c === undefined) return false;
  if (isYear(a)) return isMonthOrDay(b) && isMonthOrDay(c);
  return isYear(c) && isMonthOrDay(a) && isMonthOrDay(b);
}

function isYear(digits: string): boolean {
  return digits.length === 4 && (digits.startsWith('19') || digits.startsWith('20'));
}

function isMonthOrDay(digits: string): boolean {
  return digits.length <= 2 && Number(digits) >= 1 && Number(digits) <= 31;
}
