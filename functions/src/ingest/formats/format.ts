import type { Source } from '../../contract/log-message.js';
import type { ProblemCode } from '../../contract/problem-codes.js';
import type { Repair } from '../../contract/repairs.js';
import type { IngestRequest, IngestResponse } from '../http/http.js';
import type { FieldError, Problem } from '../http/problem.js';
import type { RequestBudget } from '../reading/budget.js';

/**
 * One way to send logs: how a request is read and answered. The intake (`intake.ts`) does everything
 * else. A format has one line in the table of `routes.ts`.
 */
export interface Format {
  /**
   * `source` of the stored logs. As a function it runs before the body is read, and may throw a 415
   * {@link Problem}.
   */
  source: Source | ((request: IngestRequest) => Source);

  /**
   * Yields each log as sent, in the order sent; the body is already inflated. Throws a {@link Problem}
   * for a body that cannot be read at all, of which nothing is kept. Reads lazily, so that other
   * requests are served between two logs.
   */
  read(body: Buffer, request: IngestRequest, budget: RequestBudget): Logs | Promise<Logs>;

  /** Answers once everything is published. Throws a {@link Problem} if no log was accepted. */
  answer(outcome: IntakeOutcome, request: IngestRequest): IngestResponse | Promise<IngestResponse>;

  /** An error in the protocol's own form; without it `application/problem+json`. */
  failure?(problem: Problem, request: IngestRequest): IngestResponse | Promise<IngestResponse>;

  /** The protocol's own coding of the body, which `Content-Encoding` does not name. */
  coding?(request: IngestRequest): 'snappy' | undefined;

  /** The API key, if the protocol has its own place for it (`Splunk KEY`, `DD-API-KEY`, Basic). */
  credential?(request: IngestRequest): string | undefined;
}

type Logs = Iterable<SentLog>;

/** A log as it was sent; reading judges it. */
export interface SentLog {
  /** `text`, `timestamp`, `severity`, `attributes`, `log_id`, `tenant_id` and any others. */
  fields: Record<string, unknown>;
  /** Repairs already made while reading the body. */
  repairs?: readonly Repair[];
  /** Why an entry cannot be a log at all: it is rejected, and its neighbours are not affected. */
  fault?: string;
  /**
   * It is the whole request, not part of a batch: `X-Log-ID` and `Idempotency-Key` are its own `log_id`.
   * In a batch, each log's id is derived from them.
   */
  alone?: true;
  /** An id made by the reader for a log that has none, unique within the request. */
  logId?: string;
  /** The tenant if neither the credential nor the request names one. Overrides neither. */
  tenantHint?: string | undefined;
}

/** What became of the logs of a request. */
export interface IntakeOutcome {
  /** One for each log, in the order sent. */
  logs: readonly LogOutcome[];
  accepted: number;
  rejected: number;
  /** It was a single log; see {@link SentLog.alone}. */
  alone: boolean;
  /** Of the admission, for the answer. */
  headers: Readonly<Record<string, string>>;
}

/** Its faults are bounded for each request; `errors` is empty once the bound is reached. */
export type LogOutcome =
  | {
      ok: true;
      logId: string;
      /** Those that the answer may still report; the stored log has all. */
      repairs: readonly Repair[];
    }
  | {
      ok: false;
      code: ProblemCode;
      /** A sentence. */
      detail: string;
      errors: readonly FieldError[];
      /** Set if it had a valid one. */
      logId?: string;
    };
