import { secretArguments } from './command-line.js';
import { secrecyOf } from './names/secrecy.js';
import { secretAtPosition } from './positions.js';
import { isHeaderName } from './tuples.js';
import { isSecretValue } from './values/shapes.js';

/**
 * For each item of an attribute's list, where a secret begins in it, or `undefined`: the value of a
 * two-item pair, of a header in a flat list (`rawHeaders`), or of a command's flag.
 */
export function secretItems(name: string, items: readonly unknown[]): (number | undefined)[] {
  const [first, second] = items;
  if (items.length === 2 && typeof first === 'string' && typeof second === 'string') {
    const secrecy = first.length > 64 || first.startsWith('-') ? undefined : secrecyOf(first);
    if (
      secrecy !== undefined &&
      isSecretValue(isHeaderName(first) ? secrecy : 'random', first, second)
    ) {
      return [undefined, 0];
    }
  }
  const found = secretArguments(items);
  noteArgumentAtPosition(items, found);
  if (!/headers?$/i.test(name)) return found;
  for (let at = 0; at + 1 < items.length; at += 2) {
    const [header, value] = [items[at], items[at + 1]];
    if (typeof header !== 'string' || typeof value !== 'string' || header.length > 64) continue;
    const secrecy = secrecyOf(header);
    if (secrecy !== undefined && isSecretValue(secrecy, header, value)) found[at + 1] = 0;
  }
  return found;
}

const MAX_ARGUMENTS = 16;

/** Notes the argument that is a secret by its position: `["htpasswd", "-b", "file", "ann", "x"]`. */
function noteArgumentAtPosition(items: readonly unknown[], found: (number | undefined)[]): void {
  const [program] = items;
  if (typeof program !== 'string' || items.length < 3 || items.length > MAX_ARGUMENTS) return;
  const words = items.map((item) => (typeof item === 'string' ? item.slice(0, 256) : '-'));
  words[0] = program.slice(program.lastIndexOf('/') + 1).slice(0, 256);
  const span = secretAtPosition(words.join(' '), 0);
  if (span === undefined) return;
  let end = 0;
  for (const [index, word] of words.entries()) {
    if (span.start === end) found[index] ??= 0;
    end += word.length + 1;
  }
}
