import type { MonitoringClients } from '../google/monitoring-clients.js';
import { differences } from './differences.js';
import { type Json, textOf } from '../../../harness/google/messages.js';
import { outcomeOf, take, type Work } from './steps.js';

/** The fields of a metric that a file may set; the rest is Google's. */
const FIELDS = [
  'name',
  'description',
  'filter',
  'valueExtractor',
  'labelExtractors',
  'bucketOptions',
] as const;
const DESCRIPTOR_FIELDS = ['metricKind', 'valueType', 'unit', 'labels', 'displayName'] as const;

/** Creates log-based metrics from the files; metrics with other names are left alone. */
export async function applyLogMetrics(
  work: Work,
  client: MonitoringClients['logMetrics'],
  wanted: Json[],
): Promise<void> {
  const parent = `projects/${work.project}`;
  const found = new Map<unknown, Json>();
  let pageToken: string | undefined;
  do {
    const { data } = await client.list({ parent, pageSize: 500, ...(pageToken && { pageToken }) });
    for (const metric of data.metrics ?? []) found.set(metric.name, metric as Json);
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);

  for (const metric of wanted) {
    const name = textOf(metric, 'name');
    const current = found.get(name);
    // Both ways, since Google adds nothing to these fields.
    const differing = current
      ? [
          ...new Set([
            ...differences(picked(current), picked(metric)),
            ...differences(picked(metric), picked(current)),
          ]),
        ]
      : [];
    const outcome = outcomeOf(current, differing);
    await take(work, { what: `metric ${name}`, outcome, differing }, () =>
      client.update({
        metricName: `${parent}/metrics/${encodeURIComponent(name)}`,
        requestBody: metric,
      }),
    );
  }
}

function picked(metric: Json): object {
  const descriptor = (metric['metricDescriptor'] ?? {}) as Json;
  return {
    ...Object.fromEntries(FIELDS.map((field) => [field, metric[field]])),
    metricDescriptor: Object.fromEntries(
      DESCRIPTOR_FIELDS.map((field) => [field, descriptor[field]]),
    ),
  };
}
