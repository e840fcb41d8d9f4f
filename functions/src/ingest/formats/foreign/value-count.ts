import { MAX_REQUEST_BYTES, MAX_VALUES_PER_REQUEST } from '../../../limits.js';
import { Problem } from '../../http/problem.js';

const [COMMA, OPEN_ARRAY, OPEN_OBJECT] = [0x2c, 0x5b, 0x7b];

/**
 * What a request may make of memory, counted before it is made: 3 bytes of JSON (`[],`) or 1 of
 * msgpack become 40 and more, and what a request says once of all its logs is kept with each.
 */
export class ValueCount {
  private values = MAX_VALUES_PER_REQUEST;
  private shared = MAX_REQUEST_BYTES;

  /** Takes the values of a JSON text; `false`, and nothing is taken, where they are too many. */
  hasRoomFor(json: string | Buffer): boolean {
    const values = countSeparators(json);
    if (values > this.values) return false;
    this.values -= values;
    return true;
  }

  /** Takes the values of a JSON text. Throws 413 where they are too many. */
  takeJson(json: string | Buffer): void {
    if (!this.hasRoomFor(json)) throw tooManyValues();
  }

  /** Throws 413 where they are too many. */
  takeValues(values: number): void {
    if (values > this.values) throw tooManyValues();
    this.values -= values;
  }

  /** Takes what one more log has of what was said once. Throws 413 where it is too much. */
  takeShared(bytes: number): void {
    this.shared -= bytes;
    if (this.shared >= 0) return;
    const detail = 'What the request says of all its logs is too much for so many: send fewer.';
    throw new Problem('content_too_large', detail);
  }
}

export function tooManyValues(): Problem {
  return new Problem('content_too_large', 'The request holds too many values: send fewer logs.');
}

/** Commas and opening brackets: no fewer than there are values. Those in strings count, too. */
function countSeparators(json: string | Buffer): number {
  let separators = 0;
  for (let at = 0; at < json.length; at += 1) {
    const code = typeof json === 'string' ? json.charCodeAt(at) : json[at];
    if (code === COMMA || code === OPEN_ARRAY || code === OPEN_OBJECT) separators += 1;
  }
  return separators;
}
