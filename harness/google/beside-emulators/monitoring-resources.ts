import { randomUUID } from 'node:crypto';

import { z } from 'zod';

import { ApiError } from '../api-error.js';
import { readGoogleMetrics } from '../google-metrics.js';
import { createCodec, type Json } from '../messages.js';
import { namedByFilter } from '../metric-names.js';

const invalid = (message: string) => new ApiError(400, message);

/** https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.metrics */
const logMetricSchema = z
  .strictObject({
    name: z.string().regex(/^[\w\-.,+!*',()%][\w\-.,+!*',()%/]{0,99}$/),
    description: z.string().max(8000).optional(),
    filter: z.string().min(1).max(20_000),
    valueExtractor: z.string().startsWith('EXTRACT(').optional(),
    labelExtractors: z.record(z.string(), z.string().startsWith('EXTRACT(')).default({}),
    bucketOptions: z
      .strictObject({
        exponentialBuckets: z.strictObject({
          numFiniteBuckets: z.int().positive(),
          growthFactor: z.number().gt(1),
          scale: z.number().positive(),
        }),
      })
      .optional(),
    metricDescriptor: z.strictObject({
      metricKind: z.literal('DELTA'),
      valueType: z.enum(['INT64', 'DISTRIBUTION']),
      unit: z.string(),
      labels: z
        .array(z.strictObject({ key: z.string(), description: z.string().optional() }))
        .max(10)
        .default([]),
    }),
  })
  .refine(
    ({ metricDescriptor: { valueType }, valueExtractor, bucketOptions }) =>
      (valueType === 'DISTRIBUTION') === (valueExtractor !== undefined) &&
      (valueType === 'DISTRIBUTION') === (bucketOptions !== undefined),
    'a distribution, and no other, has a valueExtractor and buckets',
  )
  .refine(
    ({ metricDescriptor: { labels }, labelExtractors }) =>
      JSON.stringify(labels.map(({ key }) => key).toSorted()) ===
      JSON.stringify(Object.keys(labelExtractors).toSorted()),
    'each label has its extractor',
  );

/** As Cloud Logging gives a metric back: its type and times are added. */
export function storedLogMetric(project: string, body: Json): Json {
  const parsed = logMetricSchema.safeParse(body);
  if (!parsed.success) throw invalid(z.prettifyError(parsed.error));
  const { name } = parsed.data;
  const type = `logging.googleapis.com/user/${name}`;
  return {
    ...body,
    metricDescriptor: {
      ...(body['metricDescriptor'] as Json),
      name: `projects/${project}/metricDescriptors/${type}`,
      type,
      description: parsed.data.description ?? '',
    },
    createTime: '2026-11-24T00:00:00Z',
    updateTime: new Date().toISOString(),
  };
}

const policies = createCodec('AlertPolicy');
const dashboards = createCodec('Dashboard');

/**
 * As Cloud Monitoring keeps a policy: conditions that come without a name get one, and what is not
 * said has its default. `isKnown` tells which metric types there are.
 */
export function storedPolicy(
  name: string,
  body: Json,
  isKnown: (type: string) => boolean,
  before?: Json,
): Json {
  const policy = canonical(policies, body);
  const conditions = (policy['conditions'] ?? []) as Json[];
  if (!policy['displayName'] || !policy['combiner'] || conditions.length === 0) {
    throw invalid('displayName, combiner and conditions are required');
  }
  const threshold = z.looseObject({
    filter: z.string(),
    denominatorFilter: z.string().optional(),
    comparison: z.enum(['COMPARISON_GT', 'COMPARISON_LT']),
    duration: z.string(),
  });
  for (const condition of conditions) {
    const { filter, denominatorFilter } = threshold.parse(condition['conditionThreshold']);
    for (const text of [filter, denominatorFilter || filter]) {
      const { metric, resource } = namedByFilter(text);
      if (!metric || !resource) throw invalid('a filter must name a metric and a resource type');
      if (!isKnown(metric)) {
        throw new ApiError(
          404,
          `Cannot find metric that matches type = "${metric}". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.`,
        );
      }
    }
    const known = ((before?.['conditions'] ?? []) as Json[]).map((other) => other['name']);
    if (condition['name'] && !known.includes(condition['name'])) {
      throw invalid('a condition’s name is given by the API');
    }
    condition['name'] ||= `${name}/conditions/${randomUUID()}`;
  }
  return {
    ...withoutDefaults(policy),
    name,
    enabled: true,
    creationRecord: { mutateTime: '2026-11-24T00:00:00Z' },
    mutationRecord: { mutateTime: new Date().toISOString() },
  };
}

export function storedDashboard(name: string, body: Json): Json {
  const dashboard = canonical(dashboards, body);
  if (!dashboard['displayName']) throw invalid('displayName is required');
  const charts = ((dashboard['mosaicLayout'] as Json)['tiles'] as Json[]).map(
    ({ widget }) => (widget as Json)['xyChart'] as Json,
  );
  for (const dataSet of charts.flatMap((chart) => chart['dataSets'] as Json[])) {
    dataSet['targetAxis'] = 'Y1';
  }
  return { ...withoutDefaults(dashboard), name, etag: randomUUID() };
}

const { metrics: GOOGLE_METRICS } = readGoogleMetrics();

export const isGoogleMetric = (type: string) => Object.hasOwn(GOOGLE_METRICS, type);

/** The part that the API's definition knows; anything unknown gets the whole refused. */
function canonical(codec: ReturnType<typeof createCodec>, body: Json): Json {
  const parsed = codec.toJson(codec.toMessage(body));
  const known = flat(parsed);
  const unknown = Object.keys(flat(body)).find((path) => !Object.hasOwn(known, path));
  if (unknown !== undefined) throw invalid(`Invalid JSON payload: unknown name "${unknown}"`);
  return parsed;
}

/** Every value by its path. */
export function flat(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  return Object.assign(
    {},
    ...Object.entries(value).map(([key, inner]) =>
      flat(inner, path === '' ? key : `${path}.${key}`),
    ),
  ) as Record<string, unknown>;
}

/** Google's JSON omits fields whose value is their type's zero. */
function withoutDefaults(json: Json): Json {
  return JSON.parse(
    JSON.stringify(json, (_key, value: unknown) =>
      value === 0 || value === '' || (typeof value === 'string' && value.endsWith('_UNSPECIFIED'))
        ? undefined
        : value,
    ),
  ) as Json;
}
