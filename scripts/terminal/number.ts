import { InvalidArgumentError } from 'commander';

interface Range {
  least: number;
  most?: number;
}

/** Reads the value of an option that is a number; both bounds are included. */
export const numberFrom = (range: Range) => parser('a number', Number.isFinite, range);

/** Reads the value of an option that is a whole number; both bounds are included. */
export const wholeNumberFrom = (range: Range) =>
  parser('a whole number', Number.isSafeInteger, range);

/** The value of an option that counts something: 1 or more. */
export const wholeNumber = wholeNumberFrom({ least: 1 });

function parser(
  kind: string,
  isOfKind: (value: number) => boolean,
  { least, most = Infinity }: Range,
): (value: string) => number {
  const range = most === Infinity ? `of ${least} or more` : `from ${least} to ${most}`;
  return (value) => {
    const number = Number(value);
    if (value.trim() !== '' && isOfKind(number) && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`must be ${kind} ${range}.`);
  };
}
