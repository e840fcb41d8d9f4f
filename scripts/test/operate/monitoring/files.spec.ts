import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as functions from '../../../../functions/src/index.js';
import { countedAs, REDACTION_KINDS } from '../../../../functions/src/contract/redaction-kinds.js';
import { EVENTS, type EventName } from '../../../../functions/src/telemetry/events.js';
import type { Field } from '../../../../functions/src/telemetry/field.js';
import { readAlerts, readDashboard, readMetrics } from '../../../operate/monitoring/files.js';
import { type Json, textOf } from '../../../../harness/google/messages.js';
import { readGoogleMetrics } from '../../../../harness/google/google-metrics.js';
import { namedByFilter, namedByPromQl, toPromQl } from '../../../../harness/google/metric-names.js';
import { flat } from '../../../../harness/google/beside-emulators/monitoring-resources.js';

const SERVICES = new Map(Object.keys(functions).map((name) => [name.toLowerCase(), name]));
const USER = 'logging.googleapis.com/user/';

const metrics = readMetrics();
const google = readGoogleMetrics();
const placeholders = { worker_subscriptions: '"w"', recorder_subscriptions: '"r"' };
const alerts = readAlerts(placeholders);
const dashboard = readDashboard(placeholders);

const descriptorOf = (metric: Json) =>
  metric['metricDescriptor'] as unknown as {
    metricKind: string;
    valueType: string;
    unit: string;
    labels?: { key: string }[];
  };

/** Everything that may be named: Google's metrics and ours, by type. */
const known = new Map([
  ...Object.entries(google.metrics),
  ...metrics.map((metric): [string, (typeof google.metrics)[string]] => {
    const { metricKind, valueType, unit, labels = [] } = descriptorOf(metric);
    const keys = labels.map(({ key }) => key);
    const resource = 'cloud_run_revision';
    return [
      `${USER}${textOf(metric, 'name')}`,
      { kind: metricKind, value: valueType, unit, resource, labels: keys },
    ];
  }),
]);

describe('monitoring/metrics', () => {
  for (const metric of metrics) {
    const name = textOf(metric, 'name');
    const filter = textOf(metric, 'filter');
    const [, service = ''] = /service_name="(\w+)"/.exec(filter) ?? [];
    const [, oneOf = ''] = /jsonPayload\.event=(\("[^)]*\)|"\w+")/.exec(filter) ?? [];
    const events = [...oneOf.matchAll(/"(\w+)"/g)].map(([, event]) => event as EventName);
    const fieldsOf = (event: EventName): Record<string, Field> => EVENTS[event].fields;
    const extracted = (extractor: string) =>
      /^EXTRACT\(jsonPayload\.(\w+)\)$/.exec(extractor)?.[1] ?? assert.fail(extractor);

    it(`${name} counts events that a function writes at the default log level`, () => {
      assert.match(filter, /^resource\.type="cloud_run_revision" AND /);
      assert.ok(events.length > 0);
      for (const event of events) {
        const { by, severity } = EVENTS[event] ?? assert.fail(`no event ${event}`);
        assert.ok((by as readonly string[]).includes(SERVICES.get(service) ?? ''), event);
        assert.notEqual(severity, 'DEBUG');
      }
    });

    it(`${name} reads fields that these events have`, () => {
      const text = [
        filter,
        textOf(metric, 'valueExtractor'),
        ...Object.values(metric['labelExtractors'] ?? {}),
      ].join(' ');
      for (const [, field = ''] of text.matchAll(/jsonPayload\.(\w+)/g)) {
        if (field === 'event') continue;
        for (const event of events) assert.ok(fieldsOf(event)[field], `${event} has no ${field}`);
      }
      for (const [, field = '', value = ''] of filter.matchAll(/jsonPayload\.(\w+)="([^"]*)"/g)) {
        if (field === 'event') continue;
        for (const event of events) assert.ok(fieldsOf(event)[field]?.values?.includes(value));
      }
    });

    it(`${name} has a name in OpenTelemetry’s style and the unit of what it reads`, () => {
      assert.match(name, /^ingestion(?:\.[a-z]+(?:_[a-z]+)*)+$/);
      const { unit } = descriptorOf(metric);
      assert.match(unit, /^(?:By|ms|\{[a-z]+\})$/);
      if (metric['valueExtractor'] === undefined) {
        assert.match(unit, /^\{/);
        return;
      }
      for (const event of events) {
        const field = fieldsOf(event)[extracted(textOf(metric, 'valueExtractor'))];
        assert.equal(field?.type, 'integer');
        if (unit.startsWith('{')) assert.equal(field.unit, '1');
        else assert.equal(field.unit, unit);
      }
    });

    it(`${name} has no unbounded label except the tenant of dead letters`, () => {
      for (const [label, extractor] of Object.entries(metric['labelExtractors'] ?? {})) {
        const field = extracted(extractor as string);
        assert.equal(label, field);
        if (name === 'ingestion.dead_letters' && field === 'tenant_id') continue;
        for (const event of events) assert.ok(fieldsOf(event)[field]?.values, `${field} is free`);
      }
    });
  }

  it('have distinct names, one for each kind of redaction and each fate of a log', () => {
    const names = metrics.map((metric) => textOf(metric, 'name'));
    assert.deepEqual(names, [...new Set(names)]);
    const kinds = [...REDACTION_KINDS, 'own'].map(
      (kind) => `ingestion.redactions.${countedAs(kind)}`,
    );
    const fates = ['accepted', 'rejected', 'stored', 'duplicate', 'conflict', 'dead'];
    for (const name of [...kinds, ...fates.map((fate) => `ingestion.logs.${fate}`)]) {
      assert.ok(names.includes(name), name);
    }
  });
});

interface Query {
  where: string;
  filter: string;
  aggregations: {
    perSeriesAligner: string;
    crossSeriesReducer?: string;
    groupByFields?: string[];
  }[];
}

/** Every filter with how it is aggregated. */
function queriesOf(where: string, value: unknown): Query[] {
  if (typeof value !== 'object' || value === null) return [];
  const json = value as Record<string, unknown>;
  const found: Query[] = [];
  for (const [filter, aggregation] of [
    ['filter', 'aggregation'],
    ['filter', 'aggregations'],
    ['denominatorFilter', 'denominatorAggregations'],
  ] as const) {
    if (typeof json[filter] === 'string' && json[aggregation] !== undefined) {
      const aggregations = [json[aggregation]].flat() as Query['aggregations'];
      found.push({ where, filter: json[filter], aggregations });
    }
  }
  return [...found, ...Object.values(json).flatMap((inner) => queriesOf(where, inner))];
}

describe('the dashboard and the alerts of monitoring/', () => {
  const queries = [
    ...queriesOf('the dashboard', dashboard),
    ...[...alerts].flatMap(([id, alert]) => queriesOf(`alert ${id}`, alert)),
  ];
  const promQl = Object.entries(flat(dashboard))
    .filter(([path]) => path.endsWith('prometheusQuery'))
    .map(([, query]) => query as string);

  it('name existing metrics, resources and labels, with aggregations that they allow', () => {
    const filters = JSON.stringify([dashboard, ...alerts.values()]).match(/ilter":"/g) ?? [];
    assert.equal(queries.length, filters.length);
    for (const { where, filter, aggregations } of queries) {
      const groupBy = aggregations.flatMap(({ groupByFields = [] }) => groupByFields);
      const named = namedByFilter(filter, groupBy);
      const metric = known.get(named.metric ?? '') ?? assert.fail(`${where}: ${filter}`);
      assert.equal(named.resource, metric.resource, where);
      const resourceLabels = google.resources[metric.resource] ?? [];
      for (const label of named.metricLabels) {
        assert.ok(label === 'type' || metric.labels.includes(label), `${where}: ${label}`);
      }
      for (const label of named.resourceLabels) {
        assert.ok(resourceLabels.includes(label), `${where}: ${label}`);
      }
      for (const { perSeriesAligner, crossSeriesReducer = '' } of aggregations) {
        const aligners = metric.kind === 'GAUGE' ? /^ALIGN_M/ : /^ALIGN_(?:DELTA|RATE)$/;
        assert.match(perSeriesAligner, aligners, where);
        const isDistribution = metric.value === 'DISTRIBUTION';
        assert.equal(crossSeriesReducer.startsWith('REDUCE_PERCENTILE_'), isDistribution, where);
      }
      for (const [, services = ''] of filter.matchAll(/service_name = (.*?) AND/g)) {
        for (const [, service = ''] of services.matchAll(/"(\w+)"/g)) {
          assert.ok(SERVICES.has(service), service);
        }
      }
    }
  });

  it('name existing log-based metrics in PromQL, and sum only distributions', () => {
    const spelt = new Map([...known].map(([type, metric]) => [toPromQl(type), metric]));
    assert.ok(promQl.length > 10);
    for (const query of promQl) {
      const named = namedByPromQl(query);
      assert.ok(named.length > 0, query);
      for (const { name, suffix, resource, labels } of named) {
        const metric = spelt.get(name) ?? assert.fail(`${name} is no metric`);
        assert.equal(resource, metric.resource);
        assert.equal(suffix, metric.value === 'DISTRIBUTION' ? '_sum' : undefined);
        for (const label of labels) assert.ok(metric.labels.includes(label), label);
      }
    }
  });

  it('show and watch what an operator must see', () => {
    const shown = (where: (query: Query) => boolean) =>
      new Set(queries.filter(where).map(({ filter }) => namedByFilter(filter).metric));
    const onDashboard = shown(({ where }) => where === 'the dashboard');
    for (const metric of known.keys()) {
      const isShown =
        onDashboard.has(metric) || promQl.some((query) => query.includes(toPromQl(metric)));
      // What must never happen is watched only by an alert.
      const isElsewhere = metric === `${USER}ingestion.delivery_policy.missing`;
      assert.ok(isShown || isElsewhere, metric);
    }
    assert.deepEqual(
      shown(({ where }) => where !== 'the dashboard'),
      new Set([
        'pubsub.googleapis.com/subscription/oldest_unacked_message_age',
        'run.googleapis.com/request_count',
        `${USER}ingestion.dead_letters`,
        `${USER}ingestion.delivery_policy.missing`,
        `${USER}ingestion.publish.failures`,
        `${USER}ingestion.quota.refusals`,
      ]),
    );
  });

  it('link to where docs/operations.md says what an alert means and what to do', () => {
    const text = readFileSync(new URL('../../../../docs/operations.md', import.meta.url), 'utf8');
    for (const [id, alert] of alerts) {
      const { content = '' } = alert['documentation'] as { content?: string };
      const [, section = ''] = /See "([^"]+)" in docs\/operations\.md/.exec(content) ?? [];
      assert.match(text, new RegExp(`^###? ${section}$`, 'm'), id);
    }
  });
});
