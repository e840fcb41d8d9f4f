import { isDeepStrictEqual } from 'node:util';

import { isRecord } from '../../../functions/src/lib/is-record.js';
import { bodyOf, type IntakeCase } from './cases.js';

export interface Answered {
  status: number;
  body: string;
}

/** The compared fields of a stored log. */
export interface StoredLog {
  original_text: string;
  repairs: { repair: string }[];
  split?: { index: number; total: number };
  /** Milliseconds since 1970. */
  time: number;
}

/** Whether as many logs are stored as expected. */
export function isComplete({ stored }: IntakeCase, logs: readonly StoredLog[]): boolean {
  return stored === null
    ? logs.length > 0 && logs.length === logs[0]?.split?.total
    : logs.length >= stored.length;
}

/** What is wrong with a case's answer or logs; empty if all is as expected. */
export function faultsOf(
  one: IntakeCase,
  answered: Answered,
  logs: readonly StoredLog[],
): string[] {
  const { stored, status, repairs } = one;
  const faults: string[] = [];
  const expected = status ?? (one.path.startsWith('/v1/') ? 200 : 202);
  if (answered.status !== expected) {
    faults.push(
      `answered ${answered.status} instead of ${expected}: ${answered.body.slice(0, 200)}`,
    );
  }
  if (stored === null) {
    const parts = logs.toSorted((a, b) => (a.split?.index ?? 0) - (b.split?.index ?? 0));
    if (parts.map((part) => part.original_text).join('') !== textOf(one)) {
      faults.push('the parts are not the text');
    }
  } else {
    const found = logs.toSorted((a, b) => a.time - b.time).map((log) => log.original_text);
    if (!isDeepStrictEqual(found.toSorted(), stored.toSorted())) {
      faults.push(`stored ${JSON.stringify(found.map((text) => text.slice(0, 80)))}`);
    }
  }
  const words = [...new Set(logs.flatMap((log) => log.repairs.map(({ repair }) => repair)))];
  if (!isDeepStrictEqual(words.toSorted(), repairs.toSorted())) {
    faults.push(`the logs have the repairs [${words.join(', ')}]`);
  }
  for (const word of repairs) {
    if (!answered.body.includes(word)) faults.push(`the answer does not say ${word}`);
  }
  return faults;
}

function textOf(one: IntakeCase): string {
  const sent: unknown = JSON.parse(bodyOf(one).toString('utf8'));
  return isRecord(sent) ? String(sent['text']) : '';
}
