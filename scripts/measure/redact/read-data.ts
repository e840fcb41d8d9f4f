import { readJsonIfAny } from '../../../functions/src/lib/json.js';
import { z } from 'zod';

import { OperatorError } from '../../terminal/operator-error.js';
import type { Labelled } from './evaluate.js';

const spanSchema = z.object({ kind: z.string(), start: z.int().min(0), end: z.int().min(0) });
const labelledSchema = z.object({
  text: z.string(),
  spans: z.array(spanSchema),
  other: z.array(spanSchema).default([]),
});

/** A file's labelled texts, or the lines of a plain log. */
export function readData(file: string, content: string): { labelled: Labelled[]; lines: string[] } {
  const lines = content.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new OperatorError(`${file} is empty.`);
  if (!/"spans"\s*:/.test(lines[0] ?? '')) return { labelled: [], lines };
  const labelled = lines.map((line, index) => {
    const parsed = labelledSchema.safeParse(readJsonIfAny(line));
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    throw new OperatorError(
      `${file}, line ${index + 1}: ${issue?.path.join('.') || 'the line'} is not as {"text", "spans": [{"kind", "start", "end"}]}.`,
    );
  });
  return { labelled, lines: [] };
}
