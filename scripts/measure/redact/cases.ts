import { z } from 'zod';

import { readJsonIfAny } from '../../../functions/src/lib/json.js';
import { redact, redactMap } from '../../../functions/src/redact/index.js';
import { OperatorError } from '../../terminal/operator-error.js';

const caseSchema = z.object({
  text: z.string(),
  must_hide: z.array(z.string()),
  must_keep: z.array(z.string()),
  kind: z.string(),
  /** The text is the JSON of a log's attributes. */
  via: z.literal('redactMap').optional(),
});

/** A text with what must go and what must stay. */
export type Case = z.infer<typeof caseSchema>;

export interface CaseResult {
  kinds: { kind: string; right: number; wrong: number }[];
  wrong: { case: Case; redacted: string; why: string }[];
}

/** Reads cases, one JSON object per line. */
export function readCases(file: string, content: string): Case[] {
  return content.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = caseSchema.safeParse(readJsonIfAny(line));
    if (parsed.success) return [parsed.data];
    throw new OperatorError(
      `${file}, line ${index + 1} is not as {"text", "must_hide", "must_keep", "kind"}.`,
    );
  });
}

/** Counts the correct cases, by kind. `mac` cases have that kind switched on. */
export function judgeCases(cases: readonly Case[]): CaseResult {
  const kinds = new Map<string, { kind: string; right: number; wrong: number }>();
  const wrong: CaseResult['wrong'] = [];
  for (const given of cases) {
    const redacted = redactCase(given);
    const why = faultOf(given, redacted);
    const counts = kinds.get(given.kind) ?? { kind: given.kind, right: 0, wrong: 0 };
    kinds.set(given.kind, counts);
    if (why === undefined) counts.right += 1;
    else {
      counts.wrong += 1;
      wrong.push({ case: given, redacted, why });
    }
  }
  return { kinds: [...kinds.values()], wrong };
}

function redactCase({ text, via, kind }: Case): string {
  const options = kind === 'mac' ? { kinds: { mac: true } } : undefined;
  if (via === undefined) return redact(text, options).text;
  return JSON.stringify(redactMap(JSON.parse(text), options).value);
}

/** Why a case is wrong: a run of three characters of what must go is left, or what must stay is not. */
function faultOf({ text, must_hide, must_keep }: Case, redacted: string): string | undefined {
  let around = text;
  for (const secret of must_hide) around = around.replace(secret, '\u0000');
  for (const secret of must_hide) {
    for (const part of partsOf(secret)) {
      if (redacted.includes(part) && !around.includes(part)) return `left: ${part}`;
    }
  }
  const lost = must_keep.find((kept) => !redacted.includes(kept));
  return lost === undefined ? undefined : `lost: ${lost}`;
}

/** Its runs of letters and digits, cut into pieces of three. */
function partsOf(secret: string): string[] {
  return secret
    .split(/[^\p{L}\p{N}]/u)
    .filter((run) => run !== '')
    .flatMap((run) =>
      run.length < 3
        ? run === secret
          ? [run]
          : []
        : Array.from({ length: run.length - 2 }, (_, from) => run.slice(from, from + 3)),
    );
}
