import { createRandom } from '../../../harness/support/random.js';
import { logText } from './log-text.js';

export const KINDS = ['json', 'text', 'batch'] as const;
/** How a request carries its logs: one as JSON, one as raw text, several as NDJSON. */
export type Kind = (typeof KINDS)[number];

/** Whose logs a request carries. */
export interface Sender {
  /** The tenant to name in the request; absent if its key identifies it. */
  tenantId?: string;
  key?: string;
}

export interface PlanOptions {
  /** Distinguishes the run, in every id and text. Letters and digits. */
  run: string;
  seed: number;
  requests: number;
  mix: readonly Kind[];
  /** Logs of a batch. */
  batchSize: number;
  senders: readonly Sender[];
}

export interface PlannedRequest {
  kind: Kind;
  /** Index of its sender. */
  sender: number;
  /** Number of its first log; the others follow. */
  firstLog: number;
  logs: number;
}

/** What a run sends. Nothing is kept: a request or text is regenerated from its number. */
export interface Plan {
  /** Prefix of every log id of the run. */
  idPrefix: string;
  requests: number;
  logs: number;
  request(index: number): PlannedRequest;
  /** The request that carries the log. */
  senderOf(log: number): number;
  logId(log: number): string;
  /** The number of the log with this id; `undefined` if it is not one of the run's. */
  logOf(logId: string): number | undefined;
  text(log: number): string;
  headers(request: PlannedRequest): Record<string, string>;
  body(request: PlannedRequest): string;
}

const MEDIA_TYPES = {
  json: 'application/json',
  text: 'text/plain; charset=utf-8',
  batch: 'application/x-ndjson',
} as const satisfies Record<Kind, string>;

export function createPlan(options: PlanOptions): Plan {
  const { run, seed, mix, senders, batchSize } = options;
  const idPrefix = `load-${run}-`;
  const logsOf = (kind: Kind) => (kind === 'batch' ? batchSize : 1);
  // The mix repeats in rounds: where a kind's logs begin within a round, and how many a round has.
  const begins = mix.map((_, i) => mix.slice(0, i).reduce((sum, kind) => sum + logsOf(kind), 0));
  const perRound = mix.reduce((sum, kind) => sum + logsOf(kind), 0);
  const logsBefore = (index: number) =>
    Math.floor(index / mix.length) * perRound + (begins[index % mix.length] ?? 0);
  // By rounds, so that every tenant gets every kind.
  const sender = (index: number) => Math.floor(index / mix.length) % senders.length;

  const request = (index: number): PlannedRequest => {
    const kind = mix[index % mix.length] ?? 'json';
    return { kind, sender: sender(index), firstLog: logsBefore(index), logs: logsOf(kind) };
  };
  const logId = (log: number) => `${idPrefix}${scramble(log)}-${log}`;
  const text = (log: number) => `[run ${run}] ${logText(createRandom(seed + log))}`;
  const tenantOf = ({ sender: index }: PlannedRequest) => senders[index]?.tenantId;
  const json = (planned: PlannedRequest, log: number) =>
    JSON.stringify({
      ...(tenantOf(planned) !== undefined && { tenant_id: tenantOf(planned) }),
      log_id: logId(log),
      text: text(log),
      severity: 'INFO',
      attributes: { load_run: run },
    });

  return {
    idPrefix,
    requests: options.requests,
    logs: logsBefore(options.requests),
    request,
    senderOf: (log) => Math.floor(log / perRound) % senders.length,
    logId,
    logOf: (id) => {
      const log = Number(id.slice(id.lastIndexOf('-') + 1));
      const isOurs = Number.isInteger(log) && log >= 0 && logId(log) === id;
      return isOurs && log < logsBefore(options.requests) ? log : undefined;
    },
    text,
    headers: (planned) => {
      const tenantId = tenantOf(planned);
      const key = senders[planned.sender]?.key;
      return {
        'content-type': MEDIA_TYPES[planned.kind],
        ...(key !== undefined && { authorization: `Bearer ${key}` }),
        ...(planned.kind === 'text' && {
          'x-log-id': logId(planned.firstLog),
          ...(tenantId !== undefined && { 'x-tenant-id': tenantId }),
        }),
      };
    },
    body: (planned) => {
      if (planned.kind === 'text') return text(planned.firstLog);
      let lines = json(planned, planned.firstLog);
      for (let i = 1; i < planned.logs; i += 1) lines += `\n${json(planned, planned.firstLog + i)}`;
      return lines;
    },
  };
}

/**
 * Spreads consecutive numbers over the ids: Firestore slows down on increasing ids
 * (https://firebase.google.com/docs/firestore/best-practices#hotspots). By Fibonacci hashing.
 */
function scramble(log: number): string {
  return (Math.imul(log, 0x9e3779b1) >>> 0).toString(36).padStart(7, '0');
}
