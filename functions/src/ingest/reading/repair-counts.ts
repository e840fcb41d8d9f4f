import type { Repair, RepairWord } from '../../contract/repairs.js';

/** Counts the logs of a request that needed a repair, and those that needed each. */
export class RepairCounts {
  readonly byWord = new Map<RepairWord, number>();
  logs = 0;

  /** Of one log. */
  count(repairs: readonly Repair[]): void {
    if (repairs.length === 0) return;
    this.logs += 1;
    for (const [index, { repair: word }] of repairs.entries()) {
      const isFirst = repairs.findIndex(({ repair }) => repair === word) === index;
      if (isFirst) this.byWord.set(word, (this.byWord.get(word) ?? 0) + 1);
    }
  }
}
