import { unitAt } from '../../chars.js';
import { meter } from '../../meter.js';
import type { Span } from './span.js';
import { isKeyBeyondDoubt } from './values/shapes.js';

/** Words in the path of an emailed link that precede a token. */
export const LINK_WORDS: readonly string[] = [
  'reset',
  'confirm',
  'activat',
  'magic',
  'unlock',
  'verify',
  'recover',
  'set-password',
  'new-password',
  'forgot',
];

const LINK =
  /(?:reset|confirm(?:ation)?|activat(?:e|ion)|magic|unlock|verify|recover|set|new|forgot)(?:[-_]?(?:password|email|link|account))?\/(?:reset\/|confirm\/|email\/|edit\/)?(?:[\w=]{1,12}\/)?([\w-]{16,512})(?![\w.-])/y;

/** The token in the path whose word is at `at`: `/reset-password/Tq7Zk2mVx9Lw…`. */
export function tokenOfLink(text: string, at: number): Span | undefined {
  if (unitAt(text, at - 1) !== 47) return undefined;
  LINK.lastIndex = at;
  const token = LINK.exec(text)?.[1];
  meter.steps += 64;
  if (token === undefined || !isKeyBeyondDoubt(token)) return undefined;
  return { start: LINK.lastIndex - token.length, end: LINK.lastIndex };
}
