import type { protos } from '@google-cloud/monitoring';

import type { MonitoringClients } from '../google/monitoring-clients.js';

type Aggregation = protos.google.monitoring.v3.IAggregation;
type TypedValue = protos.google.monitoring.v3.ITypedValue;

export interface SeriesQuery {
  /** Of Cloud Monitoring: `resource.type = "…" AND metric.type = "…"`. */
  filter: string;
  /** How the points of the window are aligned within each series. */
  aligner: 'ALIGN_DELTA' | 'ALIGN_NEXT_OLDER';
  /** How the series are combined. */
  reducer:
    | 'REDUCE_SUM'
    | 'REDUCE_MAX'
    | 'REDUCE_PERCENTILE_50'
    | 'REDUCE_PERCENTILE_95'
    | 'REDUCE_PERCENTILE_99';
  groupBy?: string[];
  /** The window that ends now; one point is made of it. */
  seconds: number;
}

export interface Point {
  /** Labels of the group. */
  labels: Record<string, string>;
  /** Of a distribution: the sum of its values. */
  value: number;
}

/** The newest point of each group; none where nothing was measured. */
export async function readPoints(
  client: MonitoringClients['series'],
  project: string,
  { filter, aligner, reducer, groupBy, seconds }: SeriesQuery,
): Promise<Point[]> {
  const now = Math.floor(Date.now() / 1000);
  const aggregation: Aggregation = {
    alignmentPeriod: { seconds },
    perSeriesAligner: aligner,
    crossSeriesReducer: reducer,
    ...(groupBy && { groupByFields: groupBy }),
  };
  const [series] = await client.listTimeSeries({
    name: `projects/${project}`,
    filter,
    interval: { startTime: { seconds: now - seconds }, endTime: { seconds: now } },
    aggregation,
  });
  return series.flatMap(({ metric, resource, points }) => {
    const value = points?.[0]?.value;
    if (!value) return [];
    return [{ labels: { ...resource?.labels, ...metric?.labels }, value: toNumber(value) }];
  });
}

function toNumber({ int64Value, doubleValue, distributionValue }: TypedValue): number {
  if (distributionValue) return Number(distributionValue.count) * (distributionValue.mean ?? 0);
  return Number(int64Value ?? doubleValue ?? 0);
}
