/** Deeper levels get no further indent: a text of nothing but brackets would grow quadratically. */
const MAX_INDENT = 30;

/** Longer texts are shown as they are. */
const MAX_LENGTH = 200_000;

/**
 * A JSON object or array with one line per value; `undefined` for anything else. Only white space
 * changes: numbers keep all their digits, and duplicate names are kept.
 */
export function prettyJson(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed) || trimmed.length > MAX_LENGTH) return undefined;
  try {
    JSON.parse(trimmed);
  } catch {
    return undefined;
  }
  let depth = 0;
  const line = () => `\n${'  '.repeat(Math.min(depth, MAX_INDENT))}`;
  return trimmed.replaceAll(/"(?:[^"\\]|\\.)*"|[[{]\s*[\]}]|[[{]|[\]}]|,|:|\s+/gs, (token) => {
    const [first] = token;
    if (first === '"') return token;
    if (first === '{' || first === '[') {
      if (token.length > 1) return `${first}${token.at(-1)}`;
      depth += 1;
      return `${token}${line()}`;
    }
    if (first === '}' || first === ']') {
      depth -= 1;
      return `${line()}${token}`;
    }
    if (first === ',') return `,${line()}`;
    return first === ':' ? ': ' : '';
  });
}
