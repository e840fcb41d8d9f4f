import { meter } from '../../meter.js';
import type { Command } from './command-line.js';

/** What a scan remembers about the text behind and ahead, so that it searches nothing twice. */
export interface Memo {
  /** No JSON Web Token begins before this offset. */
  noTokenBefore: number;
  /** The next `-----END `; the text's length if there is none. */
  nextFoot: number;
  /** The next `@`; the text's length if there is none. */
  nextAt: number;
  /** The last command that takes secrets through its flags. */
  command: { command: Command; at: number } | undefined;
  /** The end of the rows that were scanned last. */
  rowsEnd: number;
  /** The end of the last list or object scanned as a pair's value. */
  listEnd: number;
  /** The end of a line, as found by the last search. */
  nextLine: number;
}

const memo: Memo = {
  noTokenBefore: 0,
  nextFoot: -1,
  nextAt: -1,
  command: undefined,
  rowsEnd: 0,
  listEnd: 0,
  nextLine: -1,
};

/** A reset memo for a new scan. Shared: no two scans run at once, and most lines need none. */
export function freshMemo(): Memo {
  meter.scans++;
  memo.noTokenBefore = memo.rowsEnd = memo.listEnd = 0;
  memo.nextFoot = memo.nextAt = memo.nextLine = -1;
  memo.command = undefined;
  return memo;
}
