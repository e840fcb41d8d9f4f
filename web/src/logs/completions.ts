import { SEVERITIES } from '../../../functions/src/contract/severity-names.js';
import { OWN_FIELDS, visitScalars } from '../../../functions/src/search/fields.js';
import { type Log, SOURCE_NAMES } from '../documents/log.js';
import { attributeIs } from './narrow.js';

/** Logs whose fields are examined, and lines in the menu. */
const LOOKED_AT = 200;
const MOST = 20;

/** The longest word, in characters, that is completed. */
const LONGEST = 200;

/** Names of own fields, and of the loaded logs' attributes, as queries write them. */
function fieldNames(logs: readonly Log[]): string[] {
  const names = new Set<string>();
  for (const { attributes } of logs.slice(0, LOOKED_AT)) {
    if (attributes === undefined) continue;
    visitScalars(attributes, (path) => {
      names.add(attributeIs(path, 'x').slice(0, -'=x'.length));
    });
  }
  return [...OWN_FIELDS, ...[...names].toSorted()];
}

/** Completes a text: its last word as the beginning of a field's name, or of its value. */
export function completions(text: string, logs: readonly Log[]): string[] {
  // A regular expression ending in `$` is tried at every character, so the text is cut first.
  const [word = ''] = /[^\s()]*$/u.exec(text.slice(-LONGEST)) ?? [];
  if (word === '' || word === '-') return [];
  const before = text.slice(0, text.length - word.length);
  const [sign, begun] = word.startsWith('-') ? ['-', word.slice(1)] : ['', word];
  const low = begun.toLowerCase();
  const values = [
    ...SEVERITIES.flatMap((one) => ['=', '>='].map((sign_) => `severity${sign_}${one}`)),
    ...Object.keys(SOURCE_NAMES).map((source) => `source=${source}`),
  ];
  const isName = !/[=:<>!]/.test(begun);
  const candidates = isName ? fieldNames(logs).map((name) => `${name}=`) : values;
  return candidates
    .filter((one) => one.toLowerCase().startsWith(low) && one !== begun)
    .slice(0, MOST)
    .map((one) => `${before}${sign}${one}`);
}
