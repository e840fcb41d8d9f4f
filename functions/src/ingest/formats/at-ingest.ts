import type { IngestRequest } from '../http/http.js';
import { mediaType } from '../http/media-type.js';
import type { Format } from './format.js';
import { isMsgpack, mayBeMsgpack } from './msgpack/recognise.js';
import { own } from './own/own.js';

const msgpack = async () => (await import('./msgpack/msgpack.js')).msgpack;

/** Formats recognised by a header or by the body, as they have no path of their own. */
const BY_HEADER: readonly {
  isMeant: (request: IngestRequest) => boolean;
  load: () => Promise<Format>;
}[] = [
  {
    isMeant: (request) => /^application\/(?:x-|vnd\.)?msgpack$/.test(mediaType(request)),
    load: msgpack,
  },
  {
    isMeant: (request) => mediaType(request) === 'application/logplex-1',
    load: async () => (await import('./logplex/logplex.js')).logplex,
  },
  {
    isMeant: (request) => request.header('x-amz-firehose-request-id') !== undefined,
    load: async () => (await import('./firehose/firehose.js')).firehose,
  },
  {
    isMeant: isPubSubPush,
    load: async () => (await import('./cloud-logging/cloud-logging.js')).cloudLogging,
  },
  {
    isMeant: ({ body }) => mayBeMsgpack(body) && isMsgpack(body),
    load: msgpack,
  },
];

/** The format of a request to `/ingest`. */
export function formatAtIngest(request: IngestRequest): Format | Promise<Format> {
  return BY_HEADER.find(({ isMeant }) => isMeant(request))?.load() ?? own;
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
