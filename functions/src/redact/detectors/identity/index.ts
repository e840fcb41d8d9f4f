import { IDENTITY_KINDS, type IdentityKind } from '../../../contract/redaction-kinds.js';
import { isDigit, joinsWord, unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { EnabledKinds, Finding } from '../../types.js';
import { BIRTH_DATE, HOME_USER, PASSPORT } from './named.js';
import { IDENTITY_NUMBERS, type IdentityNumber } from './numbers.js';

type Detector = (text: string, push: (start: number, end: number) => void) => void;

/** The type makes sure that every kind has a detector. */
const DETECTORS: Readonly<Record<IdentityKind, Detector>> = {
  ...numberDetectors(),
  passport: lastGroup(PASSPORT),
  birth_date: lastGroup(BIRTH_DATE),
  home_user: lastGroup(HOME_USER),
};

/** How many characters before a number to search for its name. */
const NAME_WINDOW = 48;

/** Pushes the findings of all enabled identity kinds. */
export function findIdentity(text: string, enabled: EnabledKinds, findings: Finding[]): void {
  for (const kind of IDENTITY_KINDS) {
    if (!enabled[kind]) continue;
    meter.steps += text.length;
    DETECTORS[kind](text, (start, end) => findings.push({ kind, start, end }));
  }
}

function numberDetectors() {
  const detectors = Object.entries(IDENTITY_NUMBERS).map(([kind, one]) => [kind, numbers(one)]);
  // oxlint-disable-next-line no-unsafe-type-assertion -- one entry a kind
  return Object.fromEntries(detectors) as Record<keyof typeof IDENTITY_NUMBERS, Detector>;
}

function numbers({ written, bare, names, verify }: IdentityNumber): Detector {
  const words = names.map((name) => name.replaceAll(' ', '[ _-]?')).join('|');
  const named = new RegExp(
    `(?<![A-Za-z])(?:${words})(?:[ _-]?(?:card|no|n°|nº|number|num|nr|nummer|id|code|#))?` +
      `[^0-9A-Za-z\\n]{0,8}(?:(?:is|are|was|est|ist|es|é|è)[ :]{1,3})?$`,
    'i',
  );
  return (text, push) => {
    const look = (pattern: RegExp, isBare: boolean): void => {
      for (const { 0: match, index } of text.matchAll(pattern)) {
        const end = index + match.length;
        if (!isApart(text, index, end) || !verify(compact(match))) continue;
        if (!isBare || isNamed(text, index, named)) push(index, end);
      }
    };
    look(written, false);
    if (bare !== undefined) look(bare, true);
  };
}

/** Also reads `userCpf: ` as `user Cpf: `. */
function isNamed(text: string, at: number, named: RegExp): boolean {
  const before = text.slice(Math.max(0, at - NAME_WINDOW), at);
  return named.test(before) || named.test(before.replaceAll(/([a-z])([A-Z])/g, '$1 $2'));
}

function compact(match: string): string {
  return match.replaceAll(/[^0-9A-Za-z]/g, '').toUpperCase();
}

/** Whether nothing before or after makes it part of something longer. */
function isApart(text: string, start: number, end: number): boolean {
  return isEdge(text, start - 1, -1) && isEdge(text, end, 1);
}

function isEdge(text: string, at: number, step: number): boolean {
  const unit = unitAt(text, at);
  if (joinsWord(unit)) return false;
  const isSeparator = unit === 45 || unit === 46 || unit === 47 || unit === 58;
  return !isSeparator || !isDigit(unitAt(text, at + step));
}

/** Finds what the pattern's group matches, at the end of the match. */
function lastGroup(pattern: RegExp): Detector {
  return (text, push) => {
    for (const match of text.matchAll(pattern)) {
      const value = match[1] ?? '';
      const end = match.index + match[0].length;
      if (value !== '') push(end - value.length, end);
    }
  };
}
