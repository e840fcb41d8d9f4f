import { isIntakeRoute } from '../../contract/routes.js';
import type { Taken } from '../../telemetry/request-facts.js';
import { logEvent } from '../../telemetry/log.js';
import type { IngestRequest } from './http.js';
import { isServerError } from '../../contract/problem-codes.js';

/** Logs how a request was answered, in one line; for a question only at DEBUG. */
export function report({ body, facts, origin }: IngestRequest, status: number, ms: number): void {
  const { route, tenantId, taken, reason, limit } = facts;
  const common = { tenant_id: tenantId, bytes: body.length, duration_ms: Math.round(ms) };
  if (isIntakeRoute(route) && taken !== undefined && reason === undefined) {
    logEvent('request_accepted', { route, ...tell(taken), ...common }, origin);
    return;
  }
  // Asking for a log before it is processed is not a mistake.
  const isAnswer = reason === undefined || (route === 'status' && reason === 'not_found');
  if (isAnswer) logEvent('request_served', { route, status, ...common }, origin);
  else if (isServerError(reason))
    logEvent('request_failed', { route, reason, status, ...common }, origin);
  else logEvent('request_rejected', { route, reason, limit, status, ...common }, origin);
}

/** Flat, because a metric reads its number from a single field. */
function tell({ source, logs, rejected, repaired, repairs }: Taken) {
  const words = [...repairs].map(([word, count]) => [`repairs_${word}`, count]);
  return {
    source,
    logs,
    rejected,
    ...(repaired > 0 && { repaired }),
    ...Object.fromEntries(words),
  };
}
