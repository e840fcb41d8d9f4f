import { MAX_FAULT_BYTES_PER_REQUEST, MAX_REPORTED_ERRORS } from '../../limits.js';
import type { FieldError } from '../http/problem.js';

/** What one request may make of memory and answer, however many logs it holds. */
export class RequestBudget {
  private faultBytes = MAX_FAULT_BYTES_PER_REQUEST;

  /**
   * Those of a log's faults that the answer may still describe: at most
   * {@link MAX_REPORTED_ERRORS}, and none once the request's {@link MAX_FAULT_BYTES_PER_REQUEST}
   * are used up.
   */
  takeFaults(faults: readonly FieldError[]): FieldError[] {
    const taken: FieldError[] = [];
    for (const fault of faults) {
      const bytes = Buffer.byteLength(fault.pointer) + Buffer.byteLength(fault.detail);
      if (taken.length === MAX_REPORTED_ERRORS || bytes > this.faultBytes) break;
      this.faultBytes -= bytes;
      taken.push(fault);
    }
    return taken;
  }
}
