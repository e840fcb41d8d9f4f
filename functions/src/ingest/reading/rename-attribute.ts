import { createHash } from 'node:crypto';

import type { AttributeValue } from '../../contract/attributes.js';
import { utf8Bytes } from '../../contract/text.js';
import { MAX_ATTRIBUTE_NAME_BYTES } from '../../limits.js';

const KEPT_OF_LONG = 64;

/**
 * The name under which Firestore accepts an attribute: `_` for an empty one, `_x_` for `__x__`. A name
 * that is too long becomes its beginning and a hash; the full name is kept with the value, as JSON.
 */
export function renamed(
  name: string,
  value: AttributeValue,
): { name: string; value: AttributeValue } {
  if (utf8Bytes(name) > MAX_ATTRIBUTE_NAME_BYTES) {
    const hash = createHash('sha256').update(name).digest('hex').slice(0, 16);
    const begin = name.slice(0, KEPT_OF_LONG).toWellFormed().replace(/^_+/, '_');
    return { name: `${begin}~${hash}`, value: JSON.stringify({ [name]: value }) };
  }
  const bare = name.replaceAll(/^_+|_+$/g, '');
  return { name: bare === '' ? '_' : `_${bare}_`, value };
}
