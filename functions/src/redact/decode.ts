import { MAX_ESCAPE_LAYERS } from '../limits.js';
import { isAlphanumeric, unitAt } from './chars.js';
import { meter } from './meter.js';
import type { Finding } from './types.js';

/** A text as its intended reader sees it, with a map back to the original. */
export interface Decoded {
  text: string;
  /** Maps a finding in `text` to the original: it covers whole escapes, never part of one. */
  toWritten: (finding: Finding) => Finding;
  /** Whether a colour code begins or ends in the middle of what may be a word. */
  isJoined: boolean;
}

const HEX = '[0-9A-Fa-f]';
const TAIL = `%[89ABab]${HEX}`;

/** The escape character, itself escaped or not. */
const ESC = '(?:\\u001b|\\\\{1,16}(?:x1[bB]|u001[bB]|u\\{1[bB]\\}|033|e)|#033|%1[bB]|\\^\\[)';
/** A terminal's control sequence (ECMA-48, section 5.4), and xterm's links and titles. */
const TERMINAL = `${ESC}\\[[0-?]{0,32}[ -/]{0,4}[@-~]|\\u001b\\][^\\u0007\\u001b\\n]{0,512}(?:\\u0007|\\u001b\\\\)`;
/** A colour code that has lost its escape character. */
const COLOUR = '\\[[0-9]{1,3}(?:;[0-9]{1,3}){0,4}m';
/** Escapes of JSON, JavaScript, Go, Python and C; the backslash may itself be escaped repeatedly. */
const BACKSLASH = `\\\\{1,16}(?:[nrtbfve"'/]|u${HEX}{4}|u\\{${HEX}{1,6}\\}|U000${HEX}{5}|x${HEX}{2}|0[0-3][0-7])`;
/** RFC 3986, section 2.1, in UTF-8; `%u0040` is what old browsers write. */
const PERCENT = `%(?:[0-7]${HEX}|[CDcd]${HEX}${TAIL}|[Ee]${HEX}(?:${TAIL}){2}|[Ff][0-7](?:${TAIL}){3}|u${HEX}{4})`;
/** HTML, section 13.5: the names of ASCII characters, spaces and dashes. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  ast: '*',
  bsol: '\\',
  colon: ':',
  comma: ',',
  commat: '@',
  dash: '-',
  dollar: '$',
  emsp: ' ',
  ensp: ' ',
  equals: '=',
  excl: '!',
  gt: '>',
  hyphen: '-',
  lbrack: '[',
  lowbar: '_',
  lpar: '(',
  lt: '<',
  mdash: '-',
  minus: '-',
  nbsp: ' ',
  ndash: '-',
  NewLine: '\n',
  num: '#',
  percnt: '%',
  period: '.',
  plus: '+',
  quest: '?',
  quot: '"',
  rbrack: ']',
  rpar: ')',
  semi: ';',
  sol: '/',
  Tab: '\t',
  thinsp: ' ',
};
const ENTITY = `&(?:#(?:[0-9]{1,7}|[xX]${HEX}{1,6});?|(?:${Object.keys(NAMED).join('|')});)`;
/** A control character as rsyslog writes it: `#012`. */
const SYSLOG = '#0[0-3][0-7]';
/** RFC 2045, section 6.7. Only in texts that show signs of it, since `retries=40` looks the same. */
const QUOTED = '=(?:[0-9A-F]{2}|\\r?\\n)';
/** A lone at sign in that encoding: `ann=40mail.example.org`. */
const QUOTED_AT =
  '=40(?=[a-z0-9-]{1,63}(?:\\.[a-z0-9-]{1,63}){0,4}\\.(?:com|org|net|edu|gov|io|info|de|uk|fr|it|es|nl|ch|at|be|se|no|dk|fi|pl|cz|pt|br|jp|cn|in|au|ca|us|ru)(?![a-z0-9-]))';

const ESCAPE = new RegExp(
  [TERMINAL, COLOUR, BACKSLASH, PERCENT, ENTITY, SYSLOG, QUOTED_AT].join('|'),
  'g',
);
const WITH_QUOTED = new RegExp(`${ESCAPE.source}|${QUOTED}`, 'g');
const QUOTED_SIGN = /=3D|\?[Qq]\?|quoted-printable/;

/** A `+` between two letters or digits in the value of a form field. */
const FIELD = /(?<![^?&;\s"'{])[\w.[\]%-]{1,64}=[^&\s"'<>+]{0,256}\+[^&\s"'<>]{1,2048}/g;

/**
 * Decodes a text's escapes; `undefined` if it has none. Linear. Colour codes have no width: one
 * between two letters or digits becomes `joint`.
 */
export function decode(text: string, joint: '' | ' ' = ''): Decoded | undefined {
  const layers: Layer[] = [];
  let latest = text;
  let isJoined = false;
  while (layers.length < MAX_ESCAPE_LAYERS) {
    const layer = decodeOnce(latest, joint);
    if (layer === undefined) break;
    layers.push(layer);
    isJoined ||= layer.isJoined;
    latest = layer.text;
  }
  if (layers.length === 0) return undefined;
  const toWritten = ({ kind, ...span }: Finding): Finding => {
    let { start, end } = span;
    for (let at = layers.length - 1; at >= 0; at--) {
      const layer = layers[at];
      if (layer === undefined) continue;
      [start, end] = [written(layer, start, false), written(layer, end - 1, true)];
    }
    return { kind, start, end };
  };
  return { text: latest, toWritten, isJoined };
}

/** Turns each `+` that encodes a space in a form into one; `undefined` if none does. */
export function decodeForm(text: string): string | undefined {
  if (!text.includes('=')) return undefined;
  meter.steps += text.length;
  const decoded = text.replaceAll(FIELD, (field) =>
    field.replaceAll(/(?<=[0-9A-Za-z)])\+(?=[0-9A-Za-z(%])/g, ' '),
  );
  return decoded === text ? undefined : decoded;
}

/** Whether a text looks like quoted-printable, where every `=` may begin an escape. */
export function isQuotedPrintable(text: string): boolean {
  return text.includes('=') && QUOTED_SIGN.test(text);
}

/** One layer of escapes: the parts of the decoded text and their originals, in pairs, in order. */
interface Layer {
  text: string;
  /** Where each part begins in `text`. */
  at: number[];
  /** Where it begins in the original. */
  from: number[];
  /** For an escape, where it ends in the original; -1 for a part that is unchanged. */
  to: number[];
  isJoined: boolean;
}

function decodeOnce(text: string, joint: string): Layer | undefined {
  meter.steps += text.length;
  const pattern = isQuotedPrintable(text) ? WITH_QUOTED : ESCAPE;
  pattern.lastIndex = 0;
  if (!pattern.test(text)) return undefined;
  pattern.lastIndex = 0;
  const layer: Layer = { text: '', at: [], from: [], to: [], isJoined: false };
  const parts: string[] = [];
  let size = 0;
  let from = 0;
  const add = (part: string, start: number, to: number): void => {
    layer.at.push(size);
    layer.from.push(start);
    layer.to.push(to);
    parts.push(part);
    size += part.length;
  };
  for (const { 0: escape, index } of text.matchAll(pattern)) {
    if (index > from) add(text.slice(from, index), from, -1);
    from = index + escape.length;
    if (!isTerminal(escape)) add(readEscape(escape), index, from);
    else if (isInWord(text, index, from)) {
      layer.isJoined = true;
      if (joint !== '') add(joint, index, from);
    }
  }
  if (from === 0) return undefined;
  if (from < text.length) add(text.slice(from), from, -1);
  layer.text = parts.join('');
  return layer;
}

function isTerminal(escape: string): boolean {
  const first = escape.charCodeAt(0);
  return first === 0x1b || first === 91 || (escape.includes('[') && escape.length > 3);
}

function isInWord(text: string, start: number, end: number): boolean {
  const after = unitAt(text, end);
  // Characters that may begin or continue a number.
  const isBegin = isAlphanumeric(after) || after === 40 || after === 43;
  return isBegin && isAlphanumeric(unitAt(text, start - 1));
}

const CONTROLS: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\u001b',
};

function readEscape(escape: string): string {
  const first = escape[0];
  if (first === '%') return escape[1] === 'u' ? codePoint(escape.slice(2)) : readPercent(escape);
  if (first === '#') return String.fromCharCode(Number.parseInt(escape.slice(1), 8));
  if (first === '=') return escape.endsWith('\n') ? '' : codePoint(escape.slice(1));
  if (first === '&') {
    if (escape[1] !== '#') return NAMED[escape.slice(1, -1)] ?? ' ';
    const number = escape.slice(2).replace(';', '');
    return /^x/i.test(number) ? codePoint(number.slice(1)) : codePoint(number, 10);
  }
  const sequence = escape.slice(escape.lastIndexOf('\\') + 1);
  if (sequence.length === 1) return CONTROLS[sequence] ?? sequence;
  if (sequence.startsWith('0')) return codePoint(sequence, 8);
  return codePoint(sequence.replaceAll(/[^0-9A-Fa-f]/g, ''));
}

function readPercent(escape: string): string {
  const bytes = Buffer.from(escape.replaceAll('%', ''), 'hex');
  return bytes.length === 1 ? String.fromCharCode(bytes[0] ?? 0) : bytes.toString('utf8');
}

function codePoint(digits: string, radix = 16): string {
  const point = Number.parseInt(digits, radix);
  return point <= 0x10_ffff ? String.fromCodePoint(point) : '\ufffd';
}

/** Maps a unit of a layer's text to the original: its start or its end there. */
function written({ at, from, to }: Layer, offset: number, isEnd: boolean): number {
  let low = 0;
  let high = at.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((at[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  const start = from[low] ?? 0;
  const end = to[low] ?? -1;
  if (end >= 0) return isEnd ? end : start;
  return start + offset - (at[low] ?? 0) + (isEnd ? 1 : 0);
}
