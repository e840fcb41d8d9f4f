import {
  MAX_ANSWER_LIST_BYTES,
  MAX_FAULT_BYTES_PER_REQUEST,
  MAX_LOG_VALUES,
  MAX_REPORTED_ERRORS,
  MAX_REQUEST_VALUES,
} from '../../limits.js';
import type { Repair } from '../../contract/repairs.js';
import type { FieldError } from '../http/problem.js';

/**
 * What one request may use, however many logs it holds, counted in advance: JSON values, of which 3
 * bytes can become 40 in memory, and the faults and repairs that the answer describes.
 */
export class RequestBudget {
  private values = MAX_REQUEST_VALUES;
  private faultBytes = MAX_FAULT_BYTES_PER_REQUEST;
  private repairBytes = MAX_FAULT_BYTES_PER_REQUEST;

  /** How many values the next log may hold; any beyond that are kept as text. */
  get valuesOfNext(): number {
    return Math.min(MAX_LOG_VALUES, this.values);
  }

  /** How many all further logs may hold. */
  get valuesLeft(): number {
    return this.values;
  }

  takeValues(count: number): void {
    this.values = Math.max(0, this.values - count);
  }

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

  /** The same for its repairs; the stored document names them all. */
  takeRepairs(repairs: readonly Repair[]): readonly Repair[] {
    if (repairs.length === 0) return NO_REPAIRS;
    const bytes = repairs.reduce((sum, { pointer }) => sum + Buffer.byteLength(pointer) + 50, 0);
    if (bytes > this.repairBytes) return [];
    this.repairBytes -= bytes;
    return repairs;
  }
}

const NO_REPAIRS: readonly Repair[] = [];

/** The first items of an answer's list, as many as fit as JSON. */
export function firstThatFit<Item>(items: readonly Item[]): readonly Item[] {
  let bytes = 0;
  for (const [index, item] of items.entries()) {
    bytes += Buffer.byteLength(JSON.stringify(item)) + 1;
    if (bytes > MAX_ANSWER_LIST_BYTES) return items.slice(0, index);
  }
  return items;
}
