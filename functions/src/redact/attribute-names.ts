import { isDetail, secrecyOf, type Secrecy } from './detectors/secrets/names/secrecy.js';
import { splitName } from './detectors/secrets/names/split-name.js';
import { isNestedName, nestedUnder } from './detectors/secrets/names/nested-names.js';
import { isNameOfPair, isValueOfPair } from './detectors/secrets/names/pair-names.js';
import { isSecretValue } from './detectors/secrets/values/shapes.js';
import { secrecyWithin } from './detectors/secrets/values/value.js';

type PersonalKind = 'ssn' | 'card' | 'iban' | 'phone' | 'email';

/** What an attribute's name tells us about its value. */
export interface Said {
  kind: 'secret' | PersonalKind;
  /** Whether a value can be what the name suggests: `phone: "unknown"` is not a number. */
  isOf: (value: string) => boolean;
  /** What the name tells us about the values nested inside. */
  inside?: Said;
  /** Which nested names `inside` applies to; by default, all but details. */
  isOfName?: (name: string) => boolean;
  /** Whether the name is that of a command that takes secrets as arguments. */
  isOfCommand?: boolean;
}

/** Names of personal data; several words are written as one. */
const PERSONAL = new Map<string, PersonalKind>([
  ...(['ssn', 'socialsecuritynumber', 'socialsecurity', 'taxid'] as const).map(
    (name): [string, PersonalKind] => [name, 'ssn'],
  ),
  ...(['creditcard', 'creditcardnumber', 'cardnumber', 'cardno', 'ccnumber'] as const).map(
    (name): [string, PersonalKind] => [name, 'card'],
  ),
  ['iban', 'iban'],
  ...(
    [
      'phone',
      'phones',
      'phonenumber',
      'phonenumbers',
      'telephone',
      'telephonenumber',
      'mobilenumber',
      'mobilephone',
      'msisdn',
      'faxnumber',
    ] as const
  ).map((name): [string, PersonalKind] => [name, 'phone']),
  ...(['email', 'emailaddress'] as const).map((name): [string, PersonalKind] => [name, 'email']),
]);
/** Words before such a name that change its meaning. */
const NO_VALUE_OF = new Set(
  'has is no max min num number with without set use requires require change update invalid missing'.split(
    ' ',
  ),
);
/** A name joined with another word: `homephone`, but not `headphone`. */
const GLUED =
  /(?<!head|micro|smart|mega|xylo|saxo)(phone|telephone|phonenumber|emailaddress|email|cardnumber|creditcard)$/;

/** What an attribute's name tells us about its value, if anything. */
export function saidOf(name: string): Said | undefined {
  const secrecy = secrecyOf(name);
  if (secrecy !== undefined) return secret(name, secrecy);
  const kind = personalKindOf(splitName(name));
  if (kind === undefined) return undefined;
  if (kind === 'email') return { kind, isOf: (value) => value.includes('@') };
  const said: Said = { kind, isOf: (value) => /\d[^\d]{0,3}\d[^\d]{0,3}\d/.test(value) };
  return { ...said, inside: { ...said, isOfName: isNumberInside } };
}

/** In `{"phone": {"number": …, "type": "mobile"}}`, only these names hold the number. */
function isNumberInside(name: string): boolean {
  return /^(?:number|value|raw|national|international|e164|formatted|digits)$/i.test(name);
}

function secret(name: string, secrecy: Secrecy): Said {
  const said = (of: Secrecy): Said => ({
    kind: 'secret',
    isOf: (value) => isSecretValue(of, name, value),
  });
  // The contents of a secret are secret; each part of a session or a signature is judged on its own.
  if (secrecy !== 'always') return said(secrecy);
  const within = said(secrecyWithin(name, secrecy));
  return { ...said(secrecy), inside: { ...within, inside: within } };
}

function personalKindOf(words: readonly string[]): PersonalKind | undefined {
  for (let count = Math.min(4, words.length); count > 0; count--) {
    const from = words.length - count;
    const kind = PERSONAL.get(words.slice(from).join(''));
    if (kind !== undefined) return NO_VALUE_OF.has(words[from - 1] ?? '') ? undefined : kind;
  }
  const glued = GLUED.exec(words.at(-1) ?? '')?.[1];
  return glued === undefined ? undefined : PERSONAL.get(glued);
}

/**
 * What we know about an entry from its name, the secret that contains it, the name in its pair, or its
 * parent's name and its own.
 */
export function saidOfEntry(
  name: string,
  parent: string,
  inherited: Said | undefined,
  paired: Said | undefined,
): Said | undefined {
  if (paired !== undefined && isValueOfPair(name)) return paired;
  // Redis: `{ name: 'auth', args: ['default', '…'] }`.
  if (name === 'args' && paired?.isOfCommand === true) return secret('password', 'always');
  const isInherited = inherited?.isOfName?.(name) ?? !isDetail(name);
  if (inherited !== undefined && isInherited) return inherited;
  return saidOf(name) ?? saidUnder(parent, name);
}

/** What a name says below its parent: `{"api": {"key": …}}`, `{"card": {"number": …}}`. */
function saidUnder(parent: string, name: string): Said | undefined {
  if (isNestedName(name)) {
    const nested = nestedUnder(parent, name);
    if (nested === undefined) return undefined;
    const said: Said = {
      kind: 'secret',
      isOf: (value) => nested.isSecret(value) && isSecretValue(nested.secrecy, name, value),
    };
    return nested.secrecy === 'always' ? { ...said, inside: said } : said;
  }
  if (!/^(?:number|no|num)$/i.test(name)) return undefined;
  const kind = personalKindOf([...splitName(parent), 'number']);
  return kind === 'card' || kind === 'ssn'
    ? { kind, isOf: (value) => (value.match(/\d/g)?.length ?? 0) >= (kind === 'card' ? 12 : 9) }
    : undefined;
}

/**
 * What `{name: "Authorization", value: …}` says about its value, as in HAR and OTLP, and
 * validators' `{loc: ["body", "password"], input: …}`.
 */
export function saidByPair(map: { [name: string]: unknown }): Said | undefined {
  for (const [name, item] of Object.entries(map)) {
    const named: unknown = name === 'loc' && Array.isArray(item) ? item.at(-1) : item;
    if (typeof named !== 'string' || named.length > 64 || /^[/[]/.test(named)) continue;
    if (named === item && !isNameOfPair(name)) continue;
    const secrecy = secrecyOf(named);
    if (secrecy === undefined) continue;
    const said = secret(named, secrecy);
    return { ...said, inside: said.inside ?? said, isOfCommand: /^auth$/i.test(named) };
  }
  return undefined;
}
