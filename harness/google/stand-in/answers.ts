import { toFields } from '../../../functions/src/adapters/firestore-rest/values.js';
import { countFields, countText } from './count.js';

/** Documents that exist from the start, by path: `tenants/…`. */
export type Documents = Readonly<Record<string, object>>;

/** As it is sent: 200 unless said. */
export interface RestAnswer {
  status?: number;
  body: string;
}

const TIME = '2026-01-15T10:30:00.000000Z';

const repeat = (text: string, count: number) => Array.from({ length: count }, () => text).join();

/**
 * What a REST API of Pub/Sub or Firestore answers where all that is written is taken, and nothing is
 * kept of it: ids for messages, times for writes, of what is read the documents given alone.
 */
export function answerRest(path: string, body: Buffer, stored: Documents): RestAnswer {
  switch (path.slice(path.lastIndexOf(':') + 1)) {
    case 'publish':
      return { body: `{"messageIds":[${repeat('"1"', countText(body, '{"data":"'))}]}` };
    case 'batchWrite': {
      const writes = countText(body, '{"update":{"name":"');
      const results = repeat(`{"updateTime":"${TIME}"}`, writes);
      return { body: `{"writeResults":[${results}],"status":[${repeat('{}', writes)}]}` };
    }
    case 'commit':
      return { body: `{"writeResults":[{"updateTime":"${TIME}"}],"commitTime":"${TIME}"}` };
    case 'batchGet': {
      const { documents = [] } = JSON.parse(body.toString()) as { documents?: string[] };
      const answers = documents.map((name) => {
        const found = find(name, stored);
        return found === undefined ? { missing: name, readTime: TIME } : { found, readTime: TIME };
      });
      return { body: JSON.stringify(answers) };
    }
    case 'runQuery':
      return { body: `[{"readTime":"${TIME}"}]` };
    default: {
      const found = find(decodeURIComponent(path), stored);
      if (found !== undefined) return { body: JSON.stringify(found) };
      return { status: 404, body: '{"error":{"code":404,"status":"NOT_FOUND","message":"none"}}' };
    }
  }
}

/** By its full name, `projects/…/documents/PATH`. */
function find(name: string, stored: Documents) {
  const document = stored[name.slice(name.indexOf(ROOT) + ROOT.length)];
  if (document === undefined) return undefined;
  return { name, fields: toFields(document), createTime: TIME, updateTime: TIME };
}

const ROOT = '/documents/';

/** The same for gRPC, as a protobuf message; `undefined` for calls that nobody here makes. */
export function answerGrpc(path: string, message: Buffer): Buffer | undefined {
  switch (path) {
    case '/google.pubsub.v1.Publisher/Publish':
      // PublishResponse.message_ids
      return Buffer.concat(Array.from({ length: countFields(message, 2) }, () => ID));
    case '/google.firestore.v1.Firestore/Commit':
      return Buffer.concat([
        ...Array.from({ length: countFields(message, 2) }, () => WRITE_RESULT),
        COMMIT_TIME,
      ]);
    default:
      return undefined;
  }
}

const ID = Buffer.from([0x0a, 1, 0x31]);
/** Timestamp.seconds = 1 */
const TIMESTAMP = [0x08, 1];
/** CommitResponse.write_results, each with WriteResult.update_time */
const WRITE_RESULT = Buffer.from([0x0a, 4, 0x0a, 2, ...TIMESTAMP]);
const COMMIT_TIME = Buffer.from([0x12, 2, ...TIMESTAMP]);
