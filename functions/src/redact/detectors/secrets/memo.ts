import type { Command } from './command-line.js';

/** What a scan of one text knows of what is before and further on, so that nothing is searched twice. */
export interface Memo {
  /** No JSON Web Token begins before it. */
  noTokenBefore: number;
  /** The next `-----END `; the text's length where there is none. */
  nextFoot: number;
  /** The next `@`; the text's length where there is none. */
  nextAt: number;
  /** The last command that takes secrets by its flags. */
  command: { command: Command; at: number } | undefined;
  /** The next line's end as last looked for. */
  nextLine: number;
}

export function newMemo(): Memo {
  return { noTokenBefore: 0, nextFoot: -1, nextAt: -1, command: undefined, nextLine: -1 };
}
