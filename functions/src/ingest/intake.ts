import type { Source } from '../contract/log-message.js';
import { chunk } from '../lib/chunk.js';
import { createTurnTaker } from '../lib/turn-taker.js';
import {
  MAX_LOGS_PER_REQUEST,
  MAX_REPORTED_ERRORS,
  PUBLISHED_AT_ONCE,
  TURN_MS,
} from '../limits.js';
import { logFailure } from '../telemetry/log.js';
import type { Admit } from './admission/admit.js';
import type { Authenticate } from './admission/authenticate.js';
import { chooseTenant } from './admission/choose-tenant.js';
import type { Format, LogOutcome } from './formats/format.js';
import type { Handler, IngestRequest } from './http/http.js';
import { isStrict, STRICT_APPLIED } from './http/prefer.js';
import { Problem } from './http/problem.js';
import type { WithBody } from './http/read-body.js';
import { headerFields } from './http/request-ids.js';
import { judge, type JudgeContext } from './judge.js';
import { createPacker, type OutgoingMessage, type PackedSize } from './pack-logs.js';
import { RequestBudget } from './reading/budget.js';
import { RepairCounts } from './reading/repair-counts.js';

/** Resolves once Pub/Sub has durably stored the message; rejects when that is uncertain. */
export type PublishLogs = (message: OutgoingMessage) => Promise<void>;

export interface IntakeDeps {
  authenticate: Authenticate;
  admit: Admit;
  publish: PublishLogs;
  withBody: WithBody;
  now: () => Date;
}

/**
 * The only way for logs into the gateway, whatever their format: authenticate → admit → read → judge
 * each log → pack → publish → record → answer. Throws {@link Problem}s.
 */
export function createIntake({ authenticate, admit, publish, withBody, now }: IntakeDeps) {
  return (format: Format): Handler =>
    async (request) => {
      const receivedAt = now().toISOString();
      const credential = await authenticate(request, format.credential?.(request));
      const { tenantId } = credential;
      request.facts.tenantId = tenantId;
      // Before any work on the body, at the cost of what was sent, if the tenant is already known.
      const sent = { requests: 1, bytes: request.body.length, logs: 1 };
      const early = tenantId === undefined ? undefined : await admit(tenantId, sent);
      const source = sourceOf(format, request);
      const strict = isStrict(request);
      const defaults = headerFields(request);
      if (defaults.tenant_id !== undefined) {
        const tenant = chooseTenant(defaults.tenant_id, credential);
        if (!tenant.ok) throw new Problem(tenant.code, tenant.detail);
      }

      // In an open gateway, the tenant that a header names, which all logs must match.
      const payer = tenantId ?? defaults.tenant_id;
      const first = early ?? (payer === undefined ? undefined : await admit(payer, sent));

      const read = async (body: Buffer) => {
        // The inflated size is charged before any work on it.
        const inflated =
          payer === undefined || body.length <= sent.bytes
            ? first
            : await admit(payer, { requests: 0, bytes: body.length - sent.bytes, logs: 0 });
        const packer = createPacker(source, receivedAt, request.origin);
        const repairs = new RepairCounts();
        const { outcomes, accepted, alone } = await judgeAll(body, format, request, {
          credential,
          defaults,
          packer,
          budget: new RequestBudget(),
          repairs,
          now: Date.parse(receivedAt),
          isStrict: strict,
          turn: createTurnTaker(TURN_MS),
        });
        if (strict && accepted < outcomes.length) throw notAllGood(outcomes, alone);
        const { messages, sizes } = packer.finish();
        if (sizes.size === 1) [request.facts.tenantId] = sizes.keys();
        const admitted =
          payer === undefined
            ? await admitAll(sizes)
            : accepted <= sent.logs
              ? inflated
              : await admit(payer, { requests: 0, bytes: 0, logs: accepted - sent.logs });
        const headers = { ...admitted, ...(strict && STRICT_APPLIED) };
        await publishAll(messages);
        const rejected = outcomes.length - accepted;
        request.facts.taken = {
          source,
          logs: accepted,
          rejected,
          repaired: repairs.logs,
          repairs: repairs.byWord,
        };
        return format.answer({ logs: outcomes, accepted, rejected, alone, headers }, request);
      };
      return withBody(request, read, format.coding?.(request));
    };

  /** Admits each tenant of a request at the cost of its own logs. */
  async function admitAll(sizes: ReadonlyMap<string, PackedSize>): Promise<Record<string, string>> {
    const headers = await Promise.all(
      [...sizes].map(([tenantId, size]) => admit(tenantId, { requests: 1, ...size })),
    );
    return headers[0] ?? {};
  }

  /** Throws a 503 if it is uncertain that a message arrived, and then publishes no more. */
  async function publishAll(messages: readonly OutgoingMessage[]): Promise<void> {
    const groups = messages.length === 1 ? [messages] : chunk(messages, PUBLISHED_AT_ONCE);
    for (const some of groups) {
      // Wait for all: an instance may be frozen once it has answered.
      const published = await Promise.all(some.map(publishOne));
      if (published.includes(false)) {
        // It may have arrived anyway: with the same log_id, a retry stores nothing twice.
        throw new Problem('unavailable', 'The logs could not be queued. Send them again later.');
      }
    }
  }

  async function publishOne(message: OutgoingMessage): Promise<boolean> {
    try {
      await publish(message);
      return true;
    } catch (error) {
      const { tenantId, bytes, origin } = message;
      logFailure('publish_failed', error, { tenant_id: tenantId, bytes }, origin);
      return false;
    }
  }
}

function sourceOf({ source }: Format, request: IngestRequest): Source {
  return typeof source === 'function' ? source(request) : source;
}

/** Reads the body and packs each good log. */
async function judgeAll(
  body: Buffer,
  format: Format,
  request: IngestRequest,
  context: JudgeContext,
) {
  const outcomes: LogOutcome[] = [];
  let accepted = 0;
  let alone = false;
  const { turn } = context;
  for (const sent of await format.read(body, request, context.budget)) {
    if (outcomes.length === MAX_LOGS_PER_REQUEST) throw tooMany();
    const judged = judge(sent, outcomes.length, context);
    // Most are judged synchronously: a promise would cost each a turn.
    const outcome = judged instanceof Promise ? await judged : judged;
    outcomes.push(outcome);
    accepted += Number(outcome.ok);
    alone = sent.alone === true;
    // Other requests are served in between.
    if (turn.isOver()) await turn.yield();
  }
  return { outcomes, accepted, alone };
}

/** Strict handling keeps nothing of a request that has any fault. */
function notAllGood(outcomes: readonly LogOutcome[], alone: boolean): Problem {
  const errors = outcomes.flatMap((outcome, index) =>
    outcome.ok
      ? []
      : outcome.errors.map(({ pointer, detail }) => ({
          pointer: alone ? pointer : `/${index}${pointer}`,
          detail,
        })),
  );
  const code = outcomes.find((outcome) => !outcome.ok)?.code ?? 'invalid_request';
  return new Problem(code, 'With strict handling, nothing is accepted while there are errors.', {
    errors: errors.slice(0, MAX_REPORTED_ERRORS),
    headers: STRICT_APPLIED,
  });
}

function tooMany(): Problem {
  const detail = `The request holds more than ${MAX_LOGS_PER_REQUEST} logs: send it in parts.`;
  return new Problem('content_too_large', detail);
}
