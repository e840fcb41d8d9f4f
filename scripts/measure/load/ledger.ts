/** What a client knows about a log it has sent. */
export const LOG_STATE = {
  notSent: 0,
  /** Answered 202: it must be stored. */
  accepted: 1,
  /** Answered with another status below 500: it must not be stored. */
  refused: 2,
  /** No answer, or 5xx: it may be stored or not. */
  unknown: 3,
} as const;

export type LogState = (typeof LOG_STATE)[keyof typeof LOG_STATE];

/** The state of every log of a run, in 9 bytes each. */
export class Ledger {
  readonly #states: Uint8Array;
  readonly #dueAt: Float64Array;

  constructor(logs: number) {
    this.#states = new Uint8Array(logs);
    this.#dueAt = new Float64Array(logs);
  }

  get size(): number {
    return this.#states.length;
  }

  /** `dueAt`: milliseconds since 1970. */
  sent(log: number, dueAt: number): void {
    this.#states[log] = LOG_STATE.unknown;
    this.#dueAt[log] = dueAt;
  }

  answered(log: number, state: LogState): void {
    this.#states[log] = state;
  }

  state(log: number): LogState {
    return (this.#states[log] ?? LOG_STATE.notSent) as LogState;
  }

  /** When the log was due to be sent, in milliseconds since 1970. */
  dueAt(log: number): number {
    return this.#dueAt[log] ?? 0;
  }

  count(state: LogState): number {
    let count = 0;
    for (const each of this.#states) if (each === state) count += 1;
    return count;
  }
}
