import { InvalidArgumentError } from 'commander';

/** The value of an option that counts something: 1 or more. */
export function wholeNumber(value: string): number {
  const number = Number(value);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('must be a whole number above 0.');
}
