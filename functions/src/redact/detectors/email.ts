import type { Detector, Span } from '../types.js';

/** RFC 5322, section 3.2.3 (atext) and the dot, with the letters of RFC 6531. */
const LOCAL = /[\p{L}\p{N}!#$%&'*+/=?^_`{|}~.-]/u;
/** RFC 1035, section 2.3.4: labels of at most 63; then what is glued to the end. */
const DOMAIN = /(?:[\p{L}\p{N}][\p{L}\p{N}-]{0,62}\.){1,8}\p{L}{2,24}[\p{L}\p{N}-]*/uy;

/** E-mail addresses, found from their `@`. */
export const email: Detector = {
  kind: 'email',
  gate: /@/,
  *find(text): Iterable<Span> {
    for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
      DOMAIN.lastIndex = at + 1;
      if (!DOMAIN.test(text)) continue;
      const end = DOMAIN.lastIndex;
      const start = localStart(text, at);
      if (start < at) yield [start, end];
    }
  },
};

/** Back from the `@`, no further than to the one before it: linear over the whole text. */
function localStart(text: string, at: number): number {
  let start = at;
  while (start > 0) {
    const width = isLowSurrogate(text.charCodeAt(start - 1)) && start > 1 ? 2 : 1;
    if (!LOCAL.test(text.slice(start - width, start))) break;
    start -= width;
  }
  // What leads into an address in a line of a log: key=ann@…, /ann@…, 'ann@… (but not O'Brien@…)
  const lead = /^(?:.*[=/`{|])?['.]*/su.exec(text.slice(start, at))?.[0] ?? '';
  return start + lead.length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
