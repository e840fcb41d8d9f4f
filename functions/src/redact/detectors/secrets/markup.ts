import { unitAt } from '../../chars.js';
import type { Finding } from '../../types.js';
import { textOfElement } from './named-pairs.js';
import { secrecyOf } from './names/secrecy.js';

/** An element's name, its attributes, and the end of its tag; also in escaped XML. */
const TAG = /([\w.:-]{1,64})(\s[^<>\n]{0,256})?(?:>|&gt;)/y;

/** Pushes the text of the element whose name begins at `at`, if the name means a secret. */
export function secretOfElement(text: string, at: number, findings: Finding[]): number {
  TAG.lastIndex = at;
  const [, name = '', attributes = ''] = TAG.exec(text) ?? [];
  if (name === '' || attributes.endsWith('/')) return 0;
  const secrecy = secrecyOf(name.slice(name.lastIndexOf(':') + 1));
  return secrecy === undefined ? 0 : textOfElement(text, TAG.lastIndex, name, secrecy, findings);
}

/** Whether the name at `at` is an element's. */
export function isElementName(text: string, at: number): boolean {
  const before = unitAt(text, at - 1);
  return before === 60 || (before === 59 && text.startsWith('&lt;', at - 4));
}
