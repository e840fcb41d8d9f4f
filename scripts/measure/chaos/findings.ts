import type { Findings } from '../../../harness/chaos/reconcile.js';
import { formatTable } from '../../terminal/table.js';

const NAMES: Record<keyof Findings, string> = {
  lost: 'logs lost',
  doubled: 'logs stored twice',
  wrongTenant: 'logs in the wrong tenant',
  altered: 'logs altered',
  rewritten: 'documents written a second time',
  givenUp: 'good logs among the dead letters',
  poisonLost: 'poison messages lost',
  poisonWrong: 'dead letters with a wrong reason, place or count',
  poisonDoubled: 'poison messages with two dead letters',
  strays: 'documents that nobody sent',
};

/** What a reconciliation must not find, as a table. */
export function mustBeEmpty(findings: Findings): string {
  return formatTable(
    ['what must be 0', '', 'the first'],
    Object.entries(NAMES).map(([finding, name]) => {
      const list = findings[finding as keyof Findings];
      return [name, String(list.length), list[0] ?? ''];
    }),
  );
}
