import { build, type Histogram } from 'hdr-histogram-js';

/** One second of a run, by when its requests ended. Latencies in milliseconds. */
export interface Second {
  /** Seconds since the start. */
  at: number;
  /** Requests that were due in this second, sent or not. */
  due: number;
  answered: number;
  failed: number;
  inFlight: number;
  /** Absent: nothing ended. */
  p50?: number;
  p99?: number;
  max?: number;
  /** Answers by status, errors by code. */
  outcomes: Record<string, number>;
}

/** The error of a request not sent because too many were in flight. It has no latency. */
export const NOT_SENT = 'not_sent';

/** Anything longer counts as an hour. */
const LONGEST_US = 3_600_000_000;
const MICROSECONDS = 1_000;

/** Counts the outcomes of requests, in bounded memory however long a run is. */
export class Recorder {
  /** From the time a request was due to its answer or error, in microseconds. */
  readonly latency = histogram();
  /** From the time a request was due to when it was handed to the client, in microseconds. */
  readonly lag = histogram();
  readonly statuses: Record<string, number> = {};
  readonly errors: Record<string, number> = {};
  readonly seconds: Second[] = [];
  due = 0;
  failed = 0;
  inFlight = 0;
  /** The maximum at any time. */
  peakInFlight = 0;
  readonly #interval = histogram();
  #current: Second | undefined;

  sent(lagMs: number): void {
    this.due += 1;
    this.inFlight += 1;
    this.peakInFlight = Math.max(this.peakInFlight, this.inFlight);
    this.#second().due += 1;
    record(this.lag, lagMs);
  }

  /** The limit of requests in flight was reached. */
  notSent(): void {
    this.due += 1;
    this.failed += 1;
    this.errors[NOT_SENT] = (this.errors[NOT_SENT] ?? 0) + 1;
    const second = this.#second();
    second.due += 1;
    second.failed += 1;
    second.outcomes[NOT_SENT] = (second.outcomes[NOT_SENT] ?? 0) + 1;
  }

  answer(status: number, latencyMs: number): void {
    this.#end(this.statuses, String(status), latencyMs).answered += 1;
  }

  error(code: string, latencyMs: number): void {
    this.failed += 1;
    this.#end(this.errors, code, latencyMs).failed += 1;
  }

  /** Call at the end of every second; `at` is its number. */
  tick(at: number): void {
    const second = this.#second();
    const { totalCount, maxValue } = this.#interval;
    this.seconds.push({
      ...second,
      at,
      inFlight: this.inFlight,
      ...(totalCount > 0 && {
        p50: percentile(this.#interval, 50),
        p99: percentile(this.#interval, 99),
        max: toMs(maxValue),
      }),
    });
    this.#interval.reset();
    this.#current = undefined;
  }

  /** Whether anything has happened since the last tick. */
  hasOpenSecond(): boolean {
    return this.#current !== undefined;
  }

  #end(counts: Record<string, number>, outcome: string, latencyMs: number): Second {
    counts[outcome] = (counts[outcome] ?? 0) + 1;
    this.inFlight -= 1;
    record(this.latency, latencyMs);
    record(this.#interval, latencyMs);
    const second = this.#second();
    second.outcomes[outcome] = (second.outcomes[outcome] ?? 0) + 1;
    return second;
  }

  #second(): Second {
    return (this.#current ??= { at: 0, due: 0, answered: 0, failed: 0, inFlight: 0, outcomes: {} });
  }
}

/** Of values from 1 µs to an hour, at three significant digits. */
export function histogram(): Histogram {
  return build({
    bitBucketSize: 32,
    lowestDiscernibleValue: 1,
    highestTrackableValue: LONGEST_US,
    numberOfSignificantValueDigits: 3,
  });
}

/** A negative time, as from two clocks that differ, counts as zero. */
export function record(into: Histogram, ms: number): void {
  into.recordValue(Math.min(Math.max(Math.round(ms * MICROSECONDS), 0), LONGEST_US));
}

/** In milliseconds; 0 where nothing was recorded. */
export function percentile(of: Histogram, percent: number): number {
  return of.totalCount === 0 ? 0 : toMs(of.getValueAtPercentile(percent));
}

export function toMs(microseconds: number): number {
  return microseconds / MICROSECONDS;
}
