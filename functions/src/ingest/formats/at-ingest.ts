import type { IngestRequest } from '../http/http.js';
import { mediaType } from '../http/media-type.js';
import { formatByBody, readIfSuch } from './by-body.js';
import type { Format } from './format.js';
import { PROTOBUF_TYPES } from './otlp/answer.js';
import { otlp } from './otlp/otlp.js';
import { own } from './own/own.js';

/** Formats recognised by a header, as they have no path of their own. */
const BY_HEADER: readonly {
  isMeant: (request: IngestRequest) => boolean;
  load: () => Promise<Format>;
}[] = [
  {
    isMeant: (request) => /^application\/(?:x-|vnd\.)?msgpack$/.test(mediaType(request)),
    load: async () => (await import('./msgpack/msgpack.js')).msgpack,
  },
  {
    isMeant: (request) => mediaType(request) === 'application/logplex-1',
    load: async () => (await import('./logplex/logplex.js')).logplex,
  },
  {
    isMeant: isFirehose,
    load: async () => (await import('./firehose/firehose.js')).firehose,
  },
  {
    isMeant: isPubSubPush,
    load: async () => (await import('./cloud-logging/cloud-logging.js')).cloudLogging,
  },
];

/** The format of a request to `/ingest`. */
export function formatAtIngest(request: IngestRequest): Format | Promise<Format> {
  const meant = BY_HEADER.find(({ isMeant }) => isMeant(request));
  if (meant !== undefined) return meant.load();
  const byBody = formatByBody(request.body);
  if (byBody !== undefined) return byBody().then(orOwn);
  // Loki's protobuf has a path of its own; here it can only be OTLP.
  return PROTOBUF_TYPES.has(mediaType(request)) ? otlp : own;
}

/** The format that a body was recognised by, or the gateway’s own if the body only begins like that. */
function orOwn(recognised: Format): Format {
  let isOwn = false;
  return {
    ...recognised,
    async read(...sent) {
      const logs = await readIfSuch(recognised, ...sent);
      isOwn = logs === undefined;
      return logs ?? own.read(...sent);
    },
    answer: (...made) => (isOwn ? own : recognised).answer(...made),
  };
}

/** Firehose identifies itself, at whatever path its endpoint is. */
export function isFirehose(request: IngestRequest): boolean {
  return request.header('x-amz-firehose-request-id') !== undefined;
}

/** Pub/Sub identifies itself. A proxy that forwards a push may not, but a push has a distinctive form. */
function isPubSubPush(request: IngestRequest): boolean {
  if (request.header('x-goog-pubsub-message-id') !== undefined) return true;
  if (mediaType(request) !== 'application/json') return false;
  if (/\bCloudPubSub-Google\b/.test(request.header('user-agent') ?? '')) return true;
  const { body } = request;
  const begin = body.toString('latin1', 0, 64);
  if (!/^\s*\{\s*"(?:message|subscription|deliveryAttempt)"\s*:/.test(begin)) return false;
  return SUBSCRIPTION.test(begin) || SUBSCRIPTION.test(body.toString('latin1', body.length - 512));
}

const SUBSCRIPTION = /"subscription"\s*:\s*"projects\/[^/"]+\/subscriptions\/[^/"]+"/;
