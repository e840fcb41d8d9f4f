import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import type { Memo } from './memo.js';
import { secrecyOf, type Secrecy } from './names/secrecy.js';
import type { Key } from './pairs.js';
import { push } from './span.js';
import { afterQuote, quoteAt, quotedEnd, skipSpaces } from './values/quotes.js';
import { isSecretValue } from './values/shapes.js';
import { secretsInside } from './values/structure.js';
import { type Context, secretValue } from './values/value.js';

/** What may stand between a name and its value: `", "type": "string", "value": `. */
const BETWEEN =
  /(?:\s{0,3}[,;]?\s{0,3}\\{0,3}["']?(?!value\b|val\b|stringvalue\b|parametervalue\b)[\w-]{1,24}\\{0,3}["']?\s?[:=]\s?(?:\\{0,3}"[^"\\\n]{0,64}\\{0,3}"|'[^'\n]{0,64}'|[\w.-]{1,24})){0,3}\s{0,3}[,;]?\s{0,3}\\{0,3}["']?(?:value|val|stringvalue|parametervalue|content|defaultvalue)\\{0,3}["']?\s?[:=]/iy;
/** Redis clients: `{ name: 'auth', args: [ 'default', 'x' ] }`. */
const ARGUMENTS = /\s{0,3},\s{0,3}\\{0,3}["']?args\\{0,3}["']?\s?:\s?(?=\[)/y;
/** `<param name="password">`. */
const TAG_END = /\s{0,3}(?:type="\w{0,24}"\s{0,2})?>\s{0,3}/y;
/** `DB_PASSWORD`, and `value:` on the next line or after a comma. */
const YAML_NAME =
  /([\w.-]{2,64})(?:(?:\r?\n|\\n)[ ]{0,24}value:|, ?(?:value|parametervalue) ?[:=])/iy;
/** Between `Content-Disposition: form-data; name="password"` and the part's value. */
const FORM_PART_HEAD = /(?:\r?\n|(?:\\r)?\\n){2}/y;
const MAX_BACK = 512;

/**
 * Pushes the value of `{"name": "Authorization", "value": "…"}`, as in HAR, OTLP, Kubernetes and XML
 * attributes, in either order; `from` is where the name's value begins. The scan continues at the
 * name, since there may be something between the two.
 */
export function namedPair(
  text: string,
  key: Key,
  from: number,
  memo: Memo,
  findings: Finding[],
): void {
  const begin = skipSpaces(text, from, 3);
  const quote = quoteAt(text, begin);
  if (quote === undefined) {
    namedPairOfYaml(text, begin, findings);
    return;
  }
  const end = quotedEnd(text, quote);
  if (end - quote.from > 64) return;
  // Neither a path nor a marker is a name.
  const first = unitAt(text, quote.from);
  if (first === 47 || first === 91) return;
  const name = text.slice(quote.from, end);
  const secrecy = secrecyOf(name);
  if (secrecy === undefined) return;
  const context = { name, secrecy, colon: false, inQuery: false, quoteBefore: 0 };
  const after = afterQuote(text, quote, end);
  meter.steps += 128;
  ARGUMENTS.lastIndex = after;
  if (/^auth$/i.test(name) && ARGUMENTS.test(text)) {
    listOnce(text, ARGUMENTS.lastIndex, { ...context, secrecy: 'always' }, memo, findings);
    return;
  }
  BETWEEN.lastIndex = after;
  if (BETWEEN.test(text)) {
    const at = skipSpaces(text, BETWEEN.lastIndex, 3);
    if (unitAt(text, at) === 123 || unitAt(text, at) === 91) {
      listOnce(text, at, context, memo, findings);
    } else secretValue(text, at, context, findings);
    return;
  }
  TAG_END.lastIndex = after;
  if (TAG_END.test(text)) {
    textOfElement(text, TAG_END.lastIndex, name, secrecy, findings);
    return;
  }
  FORM_PART_HEAD.lastIndex = after;
  if (unitAt(text, from - 1) === 61 && FORM_PART_HEAD.test(text)) {
    secretValue(text, FORM_PART_HEAD.lastIndex, context, findings);
    return;
  }
  valueBefore(text, key.start, name, secrecy, findings);
}

/** Pushes the secrets in the list or object at `at`, unless it is inside one that was already scanned. */
function listOnce(
  text: string,
  at: number,
  { name, secrecy }: Context,
  memo: Memo,
  findings: Finding[],
): void {
  if (at < memo.listEnd) return;
  const isSecret = (value: string): boolean => isSecretValue(secrecy, name, value);
  memo.listEnd = secretsInside(text, at, isSecret, findings);
}

/** Pushes the value of Kubernetes' `name: DB_PASSWORD` with `value: …` on the next line. */
function namedPairOfYaml(text: string, from: number, findings: Finding[]): void {
  YAML_NAME.lastIndex = from;
  const name = YAML_NAME.exec(text)?.[1];
  meter.steps += 96;
  if (name === undefined) return;
  const secrecy = secrecyOf(name);
  if (secrecy === undefined) return;
  const context = { name, secrecy, colon: true, inQuery: false, quoteBefore: 0 };
  secretValue(text, YAML_NAME.lastIndex, context, findings);
}

/** Pushes the text of an element, up to its end tag. */
export function textOfElement(
  text: string,
  from: number,
  name: string,
  secrecy: Secrecy,
  findings: Finding[],
): number {
  const start = text.startsWith('<![CDATA[', from) ? from + 9 : from;
  let end = start;
  while (end < text.length && end - start < 4096) {
    const unit = unitAt(text, end);
    if (unit === 60 || unit === 10 || (unit === 93 && text.startsWith(']]>', end))) break;
    if (unit === 38 && text.startsWith('&lt;', end)) break;
    end++;
  }
  meter.steps += end - start;
  if (end === start || !isSecretValue(secrecy, name, text.slice(start, end))) return 0;
  // `AUTH <password> called without …`: no element.
  if (unitAt(text, start) === 32 && unitAt(text, end) !== 60 && unitAt(text, end) !== 38) return 0;
  return push(findings, { start, end });
}

/** `"value": "…", "name": "Authorization"`: the value that ends before the key at `from`. */
function valueBefore(
  text: string,
  from: number,
  name: string,
  secrecy: Secrecy,
  findings: Finding[],
): void {
  const unit = unitAt(text, from - 1);
  if (unit !== 34 && unit !== 39) return;
  let key = from - 1;
  // Validators have a message between them: `"value":"…","msg":"…","path":"password"`.
  for (let pairs = 0; pairs < 3; pairs++) {
    let at = backOver(text, backOver(text, key, 92), 32);
    if (unitAt(text, at - 1) !== 44) return;
    at = backOver(text, at - 1, 32);
    if (unitAt(text, at - 1) !== unit) return;
    const end = backOver(text, at - 1, 92);
    let start = end;
    while (end - start < MAX_BACK && start > 0 && unitAt(text, start - 1) !== unit) start--;
    meter.steps += end - start;
    const lead = text.slice(Math.max(0, start - 24), start);
    const [whole, pairName = ''] =
      /["'](value|val|stringvalue|msg|message|type|location)\\{0,3}["']\s?:\s?\\{0,3}["']$/i.exec(
        lead,
      ) ?? [];
    if (whole === undefined) return;
    if (/^(?:value|val|stringvalue)$/i.test(pairName)) {
      if (end > start && isSecretValue(secrecy, name, text.slice(start, end))) {
        push(findings, { start, end });
      }
      return;
    }
    key = start - (lead.length - lead.lastIndexOf(whole));
  }
}

function backOver(text: string, at: number, unit: number): number {
  let end = at;
  while (at - end < 4 && unitAt(text, end - 1) === unit) end--;
  return end;
}
