import type { MonitoringClients } from '../google/monitoring-clients.js';
import type { GoogleRest } from '../google/rest.js';
import { applyAlertPolicies } from './alert-policies.js';
import { applyChannels } from './channels.js';
import { applyDashboard } from './dashboard.js';
import { readAlerts, readDashboard, readMetrics } from './files.js';
import { applyLogMetrics } from './log-metrics.js';
import type { Step, Work } from './steps.js';
import { findSubscriptions, oneOfArguments } from './subscriptions.js';

export interface ApplyOptions extends Omit<Work, 'onStep'> {
  rest: GoogleRest;
  clients: MonitoringClients;
  /** Watches only the functions of this region; absent: of every region. */
  region?: string;
  /** As {@link applyChannels} takes them; absent: the alerts keep what they have. */
  channels?: string[];
  onStep?: (step: Step) => void;
  /** Called when an alert has to wait for its new metric. */
  onWait?: () => void;
}

/**
 * Creates the metrics, notification channels, alerts and dashboard of a project from `monitoring/`.
 * Safe to repeat; anything already right is not touched.
 */
export async function applyMonitoring(options: ApplyOptions): Promise<Step[]> {
  const { rest, clients, project, check, region, channels } = options;
  const steps: Step[] = [];
  const onStep = (step: Step) => {
    steps.push(step);
    options.onStep?.(step);
  };
  const work = { project, check, onStep };
  const subscriptions = async (functionId: string) =>
    oneOfArguments(await findSubscriptions(rest, project, functionId, region));
  const values = {
    worker_subscriptions: await subscriptions('processLogs'),
    recorder_subscriptions: await subscriptions('recordDeadLetters'),
  };
  // Metrics before the resources that name them.
  await applyLogMetrics(work, clients.logMetrics, readMetrics());
  const names = channels && (await applyChannels(work, clients.channels, channels));
  await applyAlertPolicies(work, clients.alertPolicies, readAlerts(values), names, () =>
    options.onWait?.(),
  );
  await applyDashboard(work, clients.dashboards, readDashboard(values));
  return steps;
}
