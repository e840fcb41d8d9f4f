import type { Source } from '../../contract/log-message.js';
import type { ProblemCode } from '../../contract/problem-codes.js';
import type { Repair } from '../../contract/repairs.js';
import type { IngestRequest, IngestResponse } from '../http/http.js';
import type { FieldError, Problem } from '../http/problem.js';
import type { RequestBudget } from '../reading/budget.js';

/**
 * One way to send logs: how a request is read, and how it is answered. All else is the intake's
 * (`intake.ts`). A format has one line in the table of `routes.ts`.
 */
export interface Format {
  /**
   * `source` of the stored logs. As a function it runs before the body is read, and may throw a 415
   * {@link Problem}.
   */
  source: Source | ((request: IngestRequest) => Source);

  /**
   * Yields each log as it was sent, in the order sent; the body is inflated already. Throws a
   * {@link Problem} for a body that cannot be read at all: nothing of it is kept then. Reads as it is
   * asked for the next log, so that others are served between two.
   */
  read(body: Buffer, request: IngestRequest, budget: RequestBudget): Logs | Promise<Logs>;

  /** Answers once everything is published. A {@link Problem} is thrown where no log was taken. */
  answer(outcome: IntakeOutcome, request: IngestRequest): IngestResponse | Promise<IngestResponse>;

  /** An error in the protocol's own form; without it `application/problem+json`. */
  failure?(problem: Problem, request: IngestRequest): IngestResponse | Promise<IngestResponse>;

  /** A coding of the body that is the protocol's own, and not said in `Content-Encoding`. */
  coding?(request: IngestRequest): 'snappy' | undefined;

  /** The API key, where the protocol has its own place for it (`Splunk KEY`, `DD-API-KEY`, Basic). */
  credential?(request: IngestRequest): string | undefined;
}

type Logs = Iterable<SentLog>;

/** A log as it was sent; reading judges it. */
export interface SentLog {
  /** `text`, `timestamp`, `severity`, `attributes`, `log_id`, `tenant_id` and any others. */
  fields: Record<string, unknown>;
  /** Repairs made already, while the body was read. */
  repairs?: readonly Repair[];
  /** An entry that cannot be a log at all: it is rejected for this, and its neighbours go on. */
  fault?: string;
  /**
   * It is the whole request and not one of a batch: `X-Log-ID` and `Idempotency-Key` are its own
   * `log_id`. In a batch each log's id is derived from them.
   */
  alone?: true;
  /** The id of a log that brings none, made by the reader: like no other of the request. */
  logId?: string;
  /** Whose log it is, where neither the credential nor the request says so. Contradicts nobody. */
  tenantHint?: string | undefined;
}

/** What became of the logs of a request. */
export interface IntakeOutcome {
  /** One for each log, in the order sent. */
  logs: readonly LogOutcome[];
  accepted: number;
  rejected: number;
  /** It was one log by itself; see {@link SentLog.alone}. */
  alone: boolean;
  /** Of the admission, for the answer. */
  headers: Readonly<Record<string, string>>;
}

/** Its faults are bounded for each request; `errors` is empty once the bound is reached. */
export type LogOutcome =
  | {
      ok: true;
      logId: string;
      /** Those that the answer may still tell; all are in the stored log. */
      repairs: readonly Repair[];
    }
  | {
      ok: false;
      code: ProblemCode;
      /** A sentence. */
      detail: string;
      errors: readonly FieldError[];
      /** Where it had a valid one. */
      logId?: string;
    };
