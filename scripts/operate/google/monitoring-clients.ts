import {
  AlertPolicyServiceClient,
  MetricServiceClient,
  NotificationChannelServiceClient,
} from '@google-cloud/monitoring';
import { DashboardsServiceClient } from '@google-cloud/monitoring-dashboards';
import { logging } from '@googleapis/logging';

import { createAuthClient } from './auth-client.js';
import { originOf } from './rest.js';

/** Google's clients for everything in the monitoring, over REST: no gRPC is loaded. */
export function createMonitoringClients(accessToken: () => Promise<string>) {
  const authClient = createAuthClient(accessToken);
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
