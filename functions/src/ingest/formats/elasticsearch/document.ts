import { charsetOf } from '../../http/media-type.js';
import type { IngestRequest } from '../../http/http.js';
import { Problem } from '../../http/problem.js';
import { toUtf8 } from '../../reading/to-utf8.js';
import { readJsonItems } from '../foreign/json-values.js';
import { withRetryIds } from '../foreign/retry-ids.js';
import { ValueCount } from '../foreign/value-count.js';
import type { Format, SentLog } from '../format.js';
import { answerDocument, documentFailure } from './answer.js';
import { keyOf, toLog } from './elasticsearch.js';

/**
 * Elasticsearch’s API for one document, `/{index}/_doc/{id}`, for clients that do not send in bulk:
 * https://www.elastic.co/docs/api/doc/elasticsearch/operation/operation-index
 */
export const elasticsearchDocument: Format = {
  source: 'elasticsearch_bulk',
  credential: keyOf,

  read(sent, request, budget) {
    const body = toUtf8(sent, charsetOf(request));
    return withRetryIds(body, request, readLogs());

    function* readLogs(): Generator<SentLog> {
      const { index, id } = placeOf(request);
      const count = new ValueCount(budget);
      let isFirst = true;
      for (const document of readJsonItems(body, count)) {
        if (!document.ok) throw new Problem('invalid_request', 'The document is not valid JSON.');
        // Elasticsearch takes one document here. Further ones are kept as logs, but only one can have the id.
        const task = { operation: 'index', ...(isFirst && { id }), document } as const;
        yield { ...toLog(task, index), ...(isFirst && { alone: true }) };
        isFirst = false;
      }
    }
  },

  answer(outcome, request) {
    return answerDocument(request, outcome, placeOf(request));
  },

  failure: documentFailure,
};

/** The index and the id in the path, as sent. */
function placeOf({ path }: IngestRequest): { index: string; id?: string } {
  const [, index = '', id] = /([^/]+)\/_(?:doc|create)(?:\/([^/]+))?\/?$/.exec(path) ?? [];
  return { index: decoded(index), ...(id !== undefined && { id: decoded(id) }) };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
