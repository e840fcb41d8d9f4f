import type { MonitoringClients } from '../google/monitoring-clients.js';
import { differences } from './differences.js';
import { isManaged, labelsOf } from './managed.js';
import { createCodec, type Json, textOf } from '../../../harness/google/messages.js';
import { outcomeOf, take, type Work } from './steps.js';

/** Creates the dashboard from the file. */
export async function applyDashboard(
  work: Work,
  client: MonitoringClients['dashboards'],
  spec: Json,
): Promise<void> {
  const codec = createCodec('Dashboard');
  const parent = `projects/${work.project}`;
  const [dashboards] = await client.listDashboards({ parent });
  const current = dashboards
    .map((dashboard) => codec.toJson(dashboard))
    .find(({ labels }) => isManaged(labels));
  const dashboard: Json = { ...spec, labels: labelsOf(spec) };
  const differing = current ? differences(current, dashboard) : [];
  const outcome = outcomeOf(current, differing);
  const what = `dashboard ${textOf(spec, 'displayName')}`;
  await take(work, { what, outcome, differing }, async () => {
    if (current === undefined) {
      await client.createDashboard({ parent, dashboard: codec.toMessage(dashboard) });
      return;
    }
    // With the etag that was read: somebody else's change in between is not overwritten.
    const { name = '', etag = '' } = current;
    await client.updateDashboard({ dashboard: codec.toMessage({ ...dashboard, name, etag }) });
  });
}
