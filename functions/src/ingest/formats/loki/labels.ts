import { MAX_LABELS_LENGTH } from '../../../limits.js';
import { mergeEntries } from '../foreign/attributes.js';

const PAIR = /\s*([A-Za-z_][\w.:-]*)\s*=\s*"([^"\\]*(?:\\.[^"\\]*)*)"\s*(,|\})/y;

/**
 * The labels of a stream as its protobuf has them, such as `{app="shop", level="warn"}`; `undefined`
 * where they are not of that form, as clients that do not escape quotes write them.
 */
export function parseLabels(text: string): Record<string, unknown> | undefined {
  const labels: [string, string][] = [];
  if (text.length > MAX_LABELS_LENGTH) return undefined;
  if (/^\s*\{\s*\}\s*$/.test(text)) return {};
  PAIR.lastIndex = text.indexOf('{') + 1;
  for (let pair = PAIR.exec(text); pair !== null; pair = PAIR.exec(text)) {
    const [, name = '', value = '', end] = pair;
    labels.push([name, unescape(value)]);
    if (end === '}') return mergeEntries(labels);
  }
  return undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** As Go quotes strings, as far as clients do. */
function unescape(value: string): string {
  return value.replaceAll(/\\(u[0-9a-fA-F]{4}|.)/gs, (_, code: string) =>
    code.length > 1
      ? String.fromCharCode(Number.parseInt(code.slice(1), 16))
      : (ESCAPES[code] ?? code),
  );
}
