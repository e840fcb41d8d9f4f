import { MAX_LOG_VALUES, MAX_REPORTED_ERRORS, MAX_REQUEST_VALUES } from '../../limits.js';

/**
 * What one request may make of its bytes, counted before it is made: values of JSON and protobuf,
 * of which 3 bytes can become 40 in memory, and faults, each of which the answer would name.
 */
export class RequestBudget {
  private values = MAX_REQUEST_VALUES;
  private faults = MAX_REPORTED_ERRORS;

  /** Values that the next log may hold as values; what is beyond them is kept as text. */
  get valuesOfNext(): number {
    return Math.min(MAX_LOG_VALUES, this.values);
  }

  takeValues(count: number): void {
    this.values = Math.max(0, this.values - count);
  }

  /** Whether one more fault is told. */
  takeFault(): boolean {
    this.faults -= 1;
    return this.faults >= 0;
  }
}
