import {
  AlertPolicyServiceClient,
  MetricServiceClient,
  NotificationChannelServiceClient,
} from '@google-cloud/monitoring';
import { DashboardsServiceClient } from '@google-cloud/monitoring-dashboards';
import { auth, logging } from '@googleapis/logging';

import { originOf } from './rest.js';

/** A token is asked for anew after this; Google's hold for an hour. */
const TOKEN_MS = 10 * 60_000;

/** Google's clients of what the monitoring consists of, in their REST form: no gRPC is loaded. */
export function createMonitoringClients(accessToken: () => Promise<string>) {
  const authClient = new auth.OAuth2();
  authClient.refreshHandler = async () => ({
    access_token: await accessToken(),
    expiry_date: Date.now() + TOKEN_MS,
  });
  const { protocol, hostname, port } = new URL(originOf('monitoring'));
  const options = {
    fallback: true,
    authClient,
    protocol: protocol.slice(0, -1),
    apiEndpoint: hostname,
    ...(port !== '' && { port: Number(port) }),
  };
  return {
    alertPolicies: new AlertPolicyServiceClient(options),
    channels: new NotificationChannelServiceClient(options),
    series: new MetricServiceClient(options),
    dashboards: new DashboardsServiceClient(options),
    logMetrics: logging({
      version: 'v2',
      auth: authClient,
      rootUrl: `${originOf('logging')}/`,
    }).projects.metrics,
  };
}

export type MonitoringClients = ReturnType<typeof createMonitoringClients>;
