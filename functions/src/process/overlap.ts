import type { Attributes, AttributeValue } from '../contract/attributes.js';
import type { Log, Overlap } from '../contract/log-message.js';
import { isRecord } from '../lib/is-record.js';
import { Part } from '../redact/index.js';

/** A log's text with the overlap that its message carries for the redactor. */
export function textPart({ text, overlap = [] }: Log): Part {
  const around = overlap.find(({ path }) => path.length === 1 && path[0] === 'text');
  return partOf(text, around);
}

/** A log's attributes, with a {@link Part} for each text that is cut. */
export function attributeParts(
  attributes: Attributes,
  overlap: readonly Overlap[] = [],
): Attributes {
  let parts = attributes;
  for (const around of overlap) {
    const [root, ...path] = around.path;
    // `ingest` writes nothing else; other paths have no effect.
    if (root === 'attributes' && path.length > 0) parts = replaceAt(parts, path, around);
  }
  return parts;
}

function replaceAt<T extends AttributeValue>(
  value: T,
  [key, ...deeper]: readonly (string | number)[],
  around: Overlap,
): T {
  if (key === undefined) {
    // Only the redactor takes a Part for a JSON value; it leaves a text in its place.
    // oxlint-disable-next-line no-unsafe-type-assertion
    return typeof value === 'string' ? (partOf(value, around) as unknown as T) : value;
  }
  if (Array.isArray(value)) {
    const replaced = value.map((item, index) =>
      index === key ? replaceAt(item, deeper, around) : item,
    );
    // oxlint-disable-next-line no-unsafe-type-assertion
    return replaced as unknown as T;
  }
  if (!isRecord(value) || !Object.hasOwn(value, key)) return value;
  const entries = Object.entries<AttributeValue>(value).map(([name, item]) => [
    name,
    name === key ? replaceAt(item, deeper, around) : item,
  ]);
  return Object.fromEntries(entries);
}

/** An overlap that claims more than the text holds is ignored. */
function partOf(text: string, around: Overlap | undefined): Part {
  const { before = 0, after = 0 } = around ?? {};
  return before + after > text.length ? new Part(text, 0, 0) : new Part(text, before, after);
}
