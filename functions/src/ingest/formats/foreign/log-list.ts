import { MAX_LOGS_PER_REQUEST } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import type { SentLog } from '../format.js';

/** The logs of a request as they are read. */
export class LogList {
  readonly all: SentLog[] = [];

  /** Throws a 413 {@link Problem} before there are more than one request may bring. */
  add(log: SentLog): void {
    if (this.all.length === MAX_LOGS_PER_REQUEST) {
      const detail = `The request holds more than ${MAX_LOGS_PER_REQUEST} logs: send it in parts.`;
      throw new Problem('content_too_large', detail);
    }
    this.all.push(log);
  }
}
