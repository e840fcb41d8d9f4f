/**
 * Search as docs/search.md describes it, written a second time and in the plainest way: regular
 * expressions over each text, no index and none of the code under test. A question is a tree that
 * can be written as a query and asked of a log.
 */
import { SEVERITIES, type Severity } from '../../src/contract/severity-names.js';
import type { SearchableLog } from '../../src/search/log-view.js';

export type Question =
  | { kind: 'word'; text: string }
  | { kind: 'phrase'; text: string }
  | { kind: 'prefix'; text: string }
  | { kind: 'equals'; name: string; value: string; not: boolean }
  | { kind: 'begins'; name: string; value: string }
  | { kind: 'exists'; name: string }
  | { kind: 'contains'; name: string; value: string }
  | { kind: 'compare'; name: string; than: '<' | '<=' | '>' | '>='; number: number }
  | { kind: 'severity'; than: '=' | '<' | '<=' | '>' | '>='; severity: Severity }
  | { kind: 'not'; of: Question }
  | { kind: 'and' | 'or'; of: Question[] };

/** As a reader types it. */
export function write(question: Question): string {
  switch (question.kind) {
    case 'word':
      return question.text;
    case 'phrase':
      return quote(question.text);
    case 'prefix':
      return `${question.text}*`;
    case 'equals':
      return `${nameOf(question.name)}${question.not ? '!=' : '='}${quote(question.value)}`;
    case 'begins':
      return `${nameOf(question.name)}=${question.value}*`;
    case 'exists':
      return `${nameOf(question.name)}=*`;
    case 'contains':
      return `${nameOf(question.name)}:${quote(question.value)}`;
    case 'compare':
      return `${nameOf(question.name)}${question.than}${question.number}`;
    case 'severity':
      return `severity${question.than}${question.severity.toLowerCase()}`;
    case 'not':
      return `NOT ${bracket(question.of)}`;
    case 'and':
      return question.of.map(bracket).join(' ');
    case 'or':
  }
  return question.of.map((one) => (one.kind === 'or' ? bracket(one) : write(one))).join(' OR ');
}

const bracket = (one: Question) =>
  one.kind === 'and' || one.kind === 'or' ? `(${write(one)})` : write(one);
const quote = (text: string) => `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
const nameOf = (name: string) => (/^[a-z_][\w.]*$/i.test(name) ? name : quote(name));

/** Whether a log is an answer. */
export function holds(question: Question, log: SearchableLog): boolean {
  switch (question.kind) {
    case 'word':
      return textsOf(log).some((text) => hasWord(text, question.text));
    case 'phrase':
      return textsOf(log).some((text) => hasPhrase(text, question.text));
    case 'prefix':
      return textsOf(log).some((text) => hasPhrase(text, question.text, true));
    case 'equals': {
      const is = valuesOf(log, question.name).some((one) => same(one) === same(question.value));
      return is !== question.not;
    }
    case 'begins':
      return valuesOf(log, question.name).some((one) => same(one).startsWith(same(question.value)));
    case 'exists':
      return pathsOf(log).some((path) => `${path}.`.startsWith(`${same(question.name)}.`));
    case 'contains':
      return valuesOf(log, question.name).some((one) => hasPhrase(String(one), question.value));
    case 'compare':
      return valuesOf(log, question.name).some((one) => {
        const isNumber =
          typeof one === 'number' ||
          (typeof one === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(one));
        return isNumber && isOrdered(Number(one), question.than, question.number);
      });
    case 'severity': {
      const { severity } = log;
      if (severity === undefined) return false;
      if (question.than === '=') return severity === question.severity;
      const rank = SEVERITIES.indexOf(question.severity);
      return isOrdered(SEVERITIES.indexOf(severity), question.than, rank);
    }
    case 'not':
      return !holds(question.of, log);
    case 'and':
      return question.of.every((one) => holds(one, log));
    case 'or':
  }
  return question.of.some((one) => holds(one, log));
}

function isOrdered(a: number, than: '<' | '<=' | '>' | '>=', b: number): boolean {
  return { '<': a < b, '<=': a <= b, '>': a > b, '>=': a >= b }[than];
}

type Value = string | number | boolean | null;

/** Regardless of case, width and composition. */
const same = (value: Value) =>
  String(value).normalize('NFKC').toLowerCase().replaceAll('ς', 'σ').replaceAll('’', "'");

/** Each with its path. */
function scalars(value: unknown, path: string[] = []): [string, Value][] {
  if (Array.isArray(value)) return value.flatMap((item) => scalars(item, path));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, item]) => scalars(item, [...path, name]));
  }
  return [[same(path.join('.')), value as Value]];
}

const pathsOf = (log: SearchableLog) => scalars(log.attributes ?? {}).map(([path]) => path);

function valuesOf(log: SearchableLog, name: string): Value[] {
  if (name === 'text') return [log.modified_data];
  if (name === 'source') return [log.source];
  const wanted = same(name).replace(/^attributes\./, '');
  return scalars(log.attributes ?? {}).flatMap(([path, value]) => (path === wanted ? [value] : []));
}

function textsOf(log: SearchableLog): string[] {
  const values = scalars(log.attributes ?? {}).map(([, value]) => value);
  return [
    log.modified_data,
    ...values.filter((one) => typeof one === 'string' || typeof one === 'number').map(String),
  ];
}

const UNSPACED =
  /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmer}\p{scx=Myanmar}\p{scx=Tibetan}]/u;
const isPart = (one: string) =>
  /[\p{L}\p{N}\p{M}]/u.test(one) && !/\p{Variation_Selector}/u.test(one);

/** Words one after another; a character of a script without spaces is a word. */
function words(text: string): string[] {
  let spaced = '';
  for (const one of same(text)) {
    spaced += !isPart(one) ? ' ' : UNSPACED.test(one) ? ` ${one} ` : one;
  }
  return spaced.split(' ').filter((one) => one !== '');
}

function hasPhrase(text: string, phrase: string, isOpen = false): boolean {
  const [all, wanted] = [words(text), words(phrase)];
  return all.some((_, at) =>
    wanted.every((word, n) => {
      const here = all[at + n];
      return isOpen && n === wanted.length - 1 ? here?.startsWith(word) : here === word;
    }),
  );
}

const WEAK = "_.~%'\\-";
const STRONG = ':/\\\\@+#';

/** A word alone, or an id or path as a whole. */
function hasWord(text: string, word: string): boolean {
  const [all, wanted] = [wholes(text), wholes(word)];
  if (words(word).length === 1) return words(text).includes(words(word)[0] ?? '');
  const whole = wanted.find((one) => words(one).length === words(word).length);
  return whole === undefined ? hasPhrase(text, word) : all.includes(whole);
}

/** Everything between spaces that has at least two words, and such pieces of it between / and the like. */
function wholes(text: string): string[] {
  let plain = '';
  for (const one of same(text)) {
    const isJoint = new RegExp(`[${WEAK}${STRONG}]`, 'u').test(one);
    plain += isJoint || (isPart(one) && !UNSPACED.test(one)) ? one : ' ';
  }
  const runs = plain.split(' ');
  const pieces = runs.flatMap((run) => run.split(new RegExp(`[${STRONG}]`, 'u')));
  return [...runs, ...pieces]
    .map((one) => {
      const parts = Array.from(one);
      while (parts.length > 0 && !isPart(parts[0] ?? '')) parts.shift();
      while (parts.length > 0 && !isPart(parts.at(-1) ?? '')) parts.pop();
      return parts.join('');
    })
    .filter((one) => words(one).length > 1);
}
