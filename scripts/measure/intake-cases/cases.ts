import { readFileSync } from 'node:fs';

import { z } from 'zod';

/** One request as a sender makes it, and what must be stored. */
const caseSchema = z.looseObject({
  name: z.string(),
  /** Below the function's URL. */
  path: z.string(),
  headers: z.record(z.string(), z.string()),
  body: z.string().optional(),
  body_base64: z.string().optional(),
  /**
   * Texts of the logs, in any order where they have times of their own; `null`: one log, in parts.
   */
  stored: z.array(z.string()).nullable(),
  /** The status, if the answer is an error. */
  status: z.number().optional(),
  /** Words that the stored logs must have among their repairs, and no others. */
  repairs: z.array(z.string()).default([]),
});

export type IntakeCase = z.infer<typeof caseSchema>;

/** Reads a file with a case as JSON in each line. */
export function readCases(path: string): IntakeCase[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines
    .filter((line) => line.trim() !== '')
    .map((line) => caseSchema.parse(JSON.parse(line)));
}

export function bodyOf({ body, body_base64: encoded }: IntakeCase): Buffer {
  return encoded === undefined ? Buffer.from(body ?? '') : Buffer.from(encoded, 'base64');
}
