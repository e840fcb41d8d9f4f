import { NAMES_OF_PAIRS } from './endings.js';
import { splitName } from './split-name.js';

const PAIR_NAMES = new Set(NAMES_OF_PAIRS);
const VALUE_NAMES = /^(?:value|val|stringvalue|v|content|defaultvalue|parametervalue|input)$/i;

/** Whether a name's value is another value's name: `name`, `key`, `headerName`. */
export function isNameOfPair(name: string): boolean {
  if (
    name.length > 16 ||
    !/(?:name|key|header|field|param|variable|property|attribute|path|label|command)$/i.test(name)
  )
    return false;
  return PAIR_NAMES.has(splitName(name).join(''));
}

/** Whether a name stands for the value of a name-value pair. */
export function isValueOfPair(name: string): boolean {
  return VALUE_NAMES.test(name);
}
