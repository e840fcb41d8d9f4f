import { type Handler } from '../../http/http.js';
import { compatibleWith, elasticResponse } from './answer.js';

/** The version reported to clients that name none. */
const MAJOR = '8';

/** `GET /`: how Elasticsearch identifies itself, which clients check before they send anything. */
export const clusterInfo: Handler = (request) => {
  const major = compatibleWith(request) ?? MAJOR;
  return Promise.resolve(
    elasticResponse(request, 200, {
      name: 'ingest',
      cluster_name: 'unified-ingestion-gateway',
      cluster_uuid: '_na_',
      version: {
        number: `${major}.0.0`,
        build_flavor: 'default',
        build_type: 'unknown',
        build_snapshot: false,
        lucene_version: '9.0.0',
        minimum_wire_compatibility_version: '7.17.0',
        minimum_index_compatibility_version: '7.0.0',
      },
      tagline: 'You Know, for Search',
    }),
  );
};

/** `GET /_license` and `/_xpack`: Beats and Logstash do not send without an active licence. */
export const license: Handler = (request) =>
  Promise.resolve(
    elasticResponse(request, 200, {
      license: { status: 'active', type: 'basic', mode: 'basic', uid: '_na_' },
    }),
  );

/** `GET /_cluster/health`, which clients use to check that the cluster is up. */
export const clusterHealth: Handler = (request) =>
  Promise.resolve(
    elasticResponse(request, 200, {
      cluster_name: 'unified-ingestion-gateway',
      status: 'green',
      timed_out: false,
    }),
  );

/** `/{index}/_refresh`, which helpers call when they finish: there is nothing to do. */
export const refresh: Handler = (request) =>
  Promise.resolve(
    elasticResponse(request, 200, { _shards: { total: 1, successful: 1, failed: 0 } }),
  );
