/** Deeper levels are indented no further: a text of brackets alone would grow by its square. */
const MAX_INDENT = 30;

/** Longer texts are shown as they are. */
const MAX_LENGTH = 200_000;

/**
 * A JSON object or array with a line for each value; `undefined` for what is none. Only white space
 * changes: numbers keep all their digits, and names that stand twice stay.
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
