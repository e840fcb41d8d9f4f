import pRetry from 'p-retry';

import type { MonitoringClients } from '../google/monitoring-clients.js';
import { differences } from './differences.js';
import { isManaged, labelsOf } from './managed.js';
import { createCodec, type Json, textOf } from '../../../harness/google/messages.js';
import { outcomeOf, take, type Work } from './steps.js';

/**
 * Cloud Monitoring knows a new log-based metric only after a while, up to 10 minutes, and refuses
 * an alert on it until then. https://cloud.google.com/logging/docs/logs-based-metrics/troubleshooting
 */
const WAIT = { retries: 24, minTimeout: 500, factor: 2, maxTimeout: 30_000 };

/**
 * Creates alert policies from the files, and deletes those that an earlier version of the
 * files created. Without `channels`, a policy keeps its own.
 */
export async function applyAlertPolicies(
  work: Work,
  client: MonitoringClients['alertPolicies'],
  wanted: ReadonlyMap<string, Json>,
  channels: string[] | undefined,
  onWait: () => void,
): Promise<void> {
  const codec = createCodec('AlertPolicy');
  const name = `projects/${work.project}`;
  const [policies] = await client.listAlertPolicies({ name });
  const found = new Map(
    policies
      .map((policy) => codec.toJson(policy))
      .filter(({ userLabels }) => isManaged(userLabels))
      .map((policy) => [textOf(policy['userLabels'] as Json, 'alert'), policy]),
  );

  for (const [id, spec] of wanted) {
    const current = found.get(id);
    const policy: Json = {
      ...spec,
      userLabels: labelsOf(spec, { alert: id }),
      ...(channels && { notificationChannels: channels }),
    };
    const differing = current ? differences(current, policy) : [];
    const outcome = outcomeOf(current, differing);
    await take(work, { what: `alert ${id}`, outcome, differing }, () =>
      onceMetricsAreKnown(async () => {
        const alertPolicy = codec.toMessage(current ? replacing(current, policy) : policy);
        if (current === undefined) await client.createAlertPolicy({ name, alertPolicy });
        else await client.updateAlertPolicy({ alertPolicy });
      }, onWait),
    );
  }
  for (const [id, current] of found) {
    if (wanted.has(id)) continue;
    await take(work, { what: `alert ${id}`, outcome: 'deleted', differing: [] }, () =>
      client.deleteAlertPolicy({ name: textOf(current, 'name') }),
    );
  }
}

/** Keeps the names that Google assigned, so that open incidents stay open. */
function replacing(current: Json, policy: Json): Json {
  const conditions = current['conditions'] as Json[];
  return {
    notificationChannels: current['notificationChannels'] ?? [],
    ...policy,
    name: current['name'] ?? '',
    conditions: (policy['conditions'] as Json[]).map((condition) => {
      const same = conditions.find((other) => other['displayName'] === condition['displayName']);
      return same ? Object.assign({ name: textOf(same, 'name') }, condition) : condition;
    }),
  };
}

async function onceMetricsAreKnown(act: () => Promise<void>, onWait: () => void): Promise<void> {
  await pRetry(act, {
    ...WAIT,
    shouldRetry: ({ error }) => /cannot find metric/i.test(error.message),
    onFailedAttempt: ({ error }) => {
      if (/cannot find metric/i.test(error.message)) onWait();
    },
  });
}
