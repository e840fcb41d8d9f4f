import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { ApiError } from '../api-error.js';
import type { Json } from '../messages.js';
import { ACCESS_TOKEN, type Answer, serveJson } from './json-server.js';
import {
  isGoogleMetric,
  storedDashboard,
  storedLogMetric,
  storedPolicy,
} from './monitoring-resources.js';

/**
 * Cloud Monitoring and Cloud Logging as far as the commands call them, for which there is no
 * emulator: they check what they are sent by the definitions of the APIs, keep it, give it back
 * with what the APIs add, in pages, and hold to etags.
 */
export interface MonitoringApis {
  /** Variables that direct a command here. */
  env: Record<string, string>;
  /** `GET v3/…`, one a call, in their order. */
  calls: string[];
  logMetrics: Map<string, Json>;
  policies: Map<string, Json>;
  dashboards: Map<string, Json>;
  channels: Map<string, Json>;
  /** Time series by metric type, as `timeSeries.list` gives them. */
  series: Map<string, Json[]>;
  /** The aggregation and interval of each `timeSeries.list`. */
  seriesQueries: URLSearchParams[];
  /** Alerts on new metrics are refused this many times first. */
  refuseNewMetrics(times: number): void;
  failNext(match: RegExp, status: number, reason: string, message: string): void;
  close(): Promise<void>;
}

/** Small, to exercise paging. */
const PAGE = 4;

export async function startMonitoringApis(project: string): Promise<MonitoringApis> {
  const calls: string[] = [];
  const stores = {
    metrics: new Map<string, Json>(),
    alertPolicies: new Map<string, Json>(),
    dashboards: new Map<string, Json>(),
    notificationChannels: new Map<string, Json>(),
  };
  const series = new Map<string, Json[]>();
  const seriesQueries: URLSearchParams[] = [];
  const failures: { match: RegExp; status: number; reason: string; message: string }[] = [];
  let toRefuse = 0;

  const isKnown = (type: string) => {
    if (isGoogleMetric(type)) return true;
    if (!stores.metrics.has(type.replace('logging.googleapis.com/user/', ''))) return false;
    if (toRefuse === 0) return true;
    toRefuse -= 1;
    return false;
  };

  const page = (kind: keyof typeof stores, query: URLSearchParams) => {
    const at = Number(query.get('pageToken') ?? 0);
    const items = [...stores[kind].values()];
    const end = at + PAGE;
    const more = end < items.length && { nextPageToken: String(end) };
    return { [kind]: items.slice(at, end), ...more };
  };

  const handle = (method: string, path: string, query: URLSearchParams, body: Json): Json => {
    const match = /^v\d\/projects\/([^/]+)\/(\w+)(?:\/(.+))?$/.exec(path);
    const kind = match?.[2] as keyof typeof stores | 'timeSeries';
    if (match?.[1] !== project) throw new ApiError(404, `no such project: ${path}`);
    if (kind === 'timeSeries') {
      seriesQueries.push(query);
      const type = /metric\.type\s*=\s*"([^"]+)"/.exec(query.get('filter') ?? '')?.[1] ?? '';
      return { timeSeries: series.get(type) ?? [] };
    }
    const store = stores[kind];
    if (method === 'GET' && match[3] === undefined) return page(kind, query);
    const id = decodeURIComponent(match[3] ?? randomUUID());
    const name = `projects/${project}/${kind}/${id}`;
    const before = store.get(id);
    if (before === undefined && match[3] !== undefined && kind !== 'metrics') {
      throw new ApiError(404, `${name} not found`);
    }
    if (method === 'GET') return before ?? {};
    if (method === 'DELETE') {
      store.delete(id);
      return {};
    }
    if (kind === 'dashboards' && before !== undefined && body['etag'] !== before['etag']) {
      throw new ApiError(409, 'the etag is another', 'ABORTED');
    }
    const stored =
      kind === 'metrics'
        ? storedLogMetric(project, body)
        : kind === 'alertPolicies'
          ? storedPolicy(name, body, isKnown, before)
          : kind === 'dashboards'
            ? storedDashboard(name, body)
            : { ...body, name };
    store.set(id, stored);
    return stored;
  };

  const answer = (request: IncomingMessage, body: string): Answer => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const call = `${request.method} ${pathname.slice(1)}`;
    calls.push(call);
    try {
      if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`) {
        throw new ApiError(401, 'no credentials');
      }
      const failing = failures.findIndex(({ match }) => match.test(call));
      const [failure] = failing < 0 ? [] : failures.splice(failing, 1);
      if (failure) throw new ApiError(failure.status, failure.message, failure.reason);
      const json = body === '' ? {} : (JSON.parse(body) as Json);
      return [200, handle(request.method ?? '', pathname.slice(1), searchParams, json)];
    } catch (error) {
      const refusal = error instanceof ApiError ? error : new ApiError(500, String(error));
      return [refusal.code, refusal];
    }
  };

  const { origin, close } = await serveJson(answer);

  return {
    env: { CLOUD_MONITORING_URL: origin, FIREBASE_CLOUDLOGGING_URL: origin },
    calls,
    logMetrics: stores.metrics,
    policies: stores.alertPolicies,
    dashboards: stores.dashboards,
    channels: stores.notificationChannels,
    series,
    seriesQueries,
    refuseNewMetrics: (times) => {
      toRefuse = times;
    },
    failNext: (match, status, reason, message) => failures.push({ match, status, reason, message }),
    close,
  };
}
