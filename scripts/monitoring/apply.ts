import { findTriggers } from '../delivery-policy/deployed-functions.js';
import type { MonitoringClients } from '../google/monitoring-clients.js';
import type { GoogleRest } from '../google/rest.js';
import { OperatorError } from '../local-stack/operator-error.js';
import { applyAlertPolicies } from './alert-policies.js';
import { applyChannels } from './channels.js';
import { applyDashboard } from './dashboard.js';
import { readAlerts, readDashboard, readMetrics } from './files.js';
import { applyLogMetrics } from './log-metrics.js';
import type { Step, Work } from './steps.js';

export interface ApplyOptions extends Omit<Work, 'onStep'> {
  rest: GoogleRest;
  clients: MonitoringClients;
  /** Watches the functions of this region only; those of every region where absent. */
  region?: string;
  /** As {@link applyChannels} takes them; absent: the alerts keep what they have. */
  channels?: string[];
  onStep?: (step: Step) => void;
  /** An alert has to wait until its new metric is known. */
  onWait?: () => void;
}

/**
 * Makes metrics, notification channels, alerts and dashboard of a project as `monitoring/` has
 * them. Does it again without harm, and what was right is not touched.
 */
export async function applyMonitoring(options: ApplyOptions): Promise<Step[]> {
  const { rest, clients, project, check, region, channels } = options;
  const steps: Step[] = [];
  const onStep = (step: Step) => {
    steps.push(step);
    options.onStep?.(step);
  };
  const work = { project, check, onStep };
  const values = {
    worker_subscriptions: await findSubscriptions(rest, project, 'processLogs', region),
    recorder_subscriptions: await findSubscriptions(rest, project, 'recordDeadLetters', region),
  };
  // Metrics before what names them.
  await applyLogMetrics(work, clients.logMetrics, readMetrics());
  const names = channels && (await applyChannels(work, clients.channels, channels));
  await applyAlertPolicies(work, clients.alertPolicies, readAlerts(values), names, () =>
    options.onWait?.(),
  );
  await applyDashboard(work, clients.dashboards, readDashboard(values));
  return steps;
}

/** A function's subscriptions, as arguments of `one_of` in a filter of Cloud Monitoring. */
async function findSubscriptions(
  rest: GoogleRest,
  project: string,
  functionId: string,
  region: string | undefined,
): Promise<string> {
  const triggers = (await findTriggers(rest, project, functionId)).filter(
    ({ functionName }) => region === undefined || functionName.includes(`/locations/${region}/`),
  );
  if (triggers.length === 0) {
    throw new OperatorError(`${functionId} is not deployed in the region ${region}.`);
  }
  return triggers
    .map(({ subscription }) => subscription.slice(subscription.lastIndexOf('/') + 1))
    .toSorted()
    .map((name) => `"${name}"`)
    .join(', ');
}
