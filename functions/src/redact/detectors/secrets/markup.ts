import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Finding } from '../../types.js';
import { textOfElement } from './named-pairs.js';
import { isNameOfPair } from './names/pair-names.js';
import { secrecyOf } from './names/secrecy.js';

/** An element's name, its attributes, and the end of its tag; also in escaped XML. */
const TAG = /([\w.:-]{1,64})(\s[^<>\n]{0,256})?(?:>|&gt;)/y;

/** `<key>password</key><string>`, `<name>password</name><value><string>`, also on the next line. */
const PAIR =
  /([\w.:-]{1,64})<\/[\w.:-]{1,32}>\s{0,40}<(?:value|val|string|parametervalue)>(?:<string>)?/iy;

/** Pushes the text of the element whose name begins at `at`, if the name means a secret. */
export function secretOfElement(text: string, at: number, findings: Finding[]): number {
  TAG.lastIndex = at;
  const [, name = '', attributes = ''] = TAG.exec(text) ?? [];
  if (name === '' || attributes.endsWith('/')) return 0;
  const local = name.slice(name.lastIndexOf(':') + 1);
  const from = TAG.lastIndex;
  if (isNameOfPair(local)) return secretOfPairOfElements(text, from, findings);
  const secrecy = secrecyOf(local);
  return secrecy === undefined ? 0 : textOfElement(text, from, name, secrecy, findings);
}

function secretOfPairOfElements(text: string, from: number, findings: Finding[]): number {
  PAIR.lastIndex = from;
  const name = PAIR.exec(text)?.[1];
  meter.steps += 32;
  const secrecy = name === undefined ? undefined : secrecyOf(name);
  if (name === undefined || secrecy === undefined) return 0;
  return textOfElement(text, PAIR.lastIndex, name, secrecy, findings);
}

/** Whether the name at `at` is an element's. */
export function isElementName(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  return before === 60 || (before === 59 && text.startsWith('&lt;', at - 4));
}
