import { isDigit, isLetter } from '../../../chars.js';

/**
 * Splits a name into words, in lower case: `userPassword`, `USER_PASSWORD`, `user-password` and
 * `user.password` are two words each. Drops numbers: `password2` and `password_2` are `password`.
 */
export function splitName(name: string): string[] {
  const words: string[] = [];
  let start = 0;
  for (let at = 0; at < name.length; at++) {
    const unit = name.charCodeAt(at);
    if (unit < 128 && !isLetter(unit)) {
      // A digit inside a word ends it too: `oauth2Token`, `b64`.
      if (at > start) words.push(name.slice(start, at).toLowerCase());
      start = at + 1;
    } else if (isUpper(unit) && at > start && beginsWord(name, at)) {
      words.push(name.slice(start, at).toLowerCase());
      start = at;
    }
  }
  if (name.length > start) words.push(name.slice(start).toLowerCase());
  return words;
}

/** Whether a capital begins a word: `Key` in `apiKey` and in `APIKey`, but not the `I` of `APIs`. */
function beginsWord(name: string, at: number): boolean {
  const before = name.charCodeAt(at - 1);
  if (isLower(before)) return true;
  return isUpper(before) && isLower(name.charCodeAt(at + 1)) && !endsInPlural(name, at + 1);
}

/** Whether a plural ends here: `IDs`, `APIs`, with no letter after the `s`. */
function endsInPlural(name: string, at: number): boolean {
  const after = name.charCodeAt(at + 1);
  return name.charCodeAt(at) === 115 && !isLower(after) && !isDigit(after);
}

function isUpper(unit: number): boolean {
  return unit >= 65 && unit <= 90;
}

function isLower(unit: number): boolean {
  return unit >= 97 && unit <= 122;
}
