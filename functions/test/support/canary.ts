import { randomBytes } from 'node:crypto';

/** A text that is found again wherever it gets to. */
export interface Canary {
  text: string;
  /** The lines that hold it, in upper or lower case, or in base64. */
  linesIn(output: readonly string[]): string[];
}

export function newCanary(): Canary {
  const text = `canary${randomBytes(6).toString('hex')}`;
  // In base64 it reads otherwise by how many bytes are before it; the ends depend on neighbours.
  const encoded = [0, 1, 2].map((before) =>
    Buffer.from(`${'x'.repeat(before)}${text}`)
      .toString('base64')
      .slice(4, -4),
  );
  return {
    text,
    linesIn: (output) =>
      output.filter(
        (line) =>
          line.toLowerCase().includes(text) || encoded.some((fragment) => line.includes(fragment)),
      ),
  };
}
