import { meter } from '../../meter.js';
import type { Command } from './command-line.js';

/** What a scan remembers about the text before and ahead, so that nothing is searched twice. */
export interface Memo {
  /** No JSON Web Token begins before it. */
  noTokenBefore: number;
  /** The next `-----END `; the text's length where there is none. */
  nextFoot: number;
  /** The next `@`; the text's length where there is none. */
  nextAt: number;
  /** The last command that takes secrets by its flags. */
  command: { command: Command; at: number } | undefined;
  /** The end of the rows that were scanned last. */
  rowsEnd: number;
  /** The end of the list or object in a pair that was scanned last. */
  listEnd: number;
  /** The next line's end as last looked for. */
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

/** The one of the scan that begins: no two run at once, and most lines need none. */
export function freshMemo(): Memo {
  meter.scans++;
  memo.noTokenBefore = memo.rowsEnd = memo.listEnd = 0;
  memo.nextFoot = memo.nextAt = memo.nextLine = -1;
  memo.command = undefined;
  return memo;
}
