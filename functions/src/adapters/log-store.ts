import { isTimeField } from '../contract/processed-log.js';
import { parseTimestamp } from '../contract/timestamp.js';
import { isAlreadyExists } from '../lib/error-code.js';
import type { NewLog, LogStore, StandingLog, Written } from '../process/store-logs.js';
import { chunk } from '../lib/chunk.js';
import { GROUPED, WRITE_REQUEST } from '../limits.js';
import type { EncodedWrite } from './firestore-rest/documents.js';
import { isRefusal, ServiceError } from './google-rest/service-error.js';
import { openDocuments } from './firestore-rest/open.js';
import { type Fields, toTimestampValue, toValue } from './firestore-rest/values.js';
import { coalesce, type Grouped } from '../lib/coalesce.js';
import { sendInHalves } from '../lib/send-in-halves.js';

/** No answer was received: the write is retried when the message is redelivered. */
const UNKNOWN: Written = { error: ServiceError.unavailable('no answer for a write') };

/** A log's documents, ready to send. */
interface Creation {
  path: string;
  writes: EncodedWrite[];
  /** Size of the writes as JSON: a control character takes 6 bytes, where Firestore counts 1. */
  bytes: number;
}

/**
 * Processed logs in Firestore, each at `tenants/{tenant_id}/processed_logs/{log_id}`. Logs of
 * several messages, and so of several tenants, share a request if they arrive at the same time or
 * while other requests are in flight. A request that is refused as a whole is split and sent again,
 * so that no log suffers for its neighbours. Waits for Firestore no longer than `timeoutMs`.
 */
export function createLogStore(
  timeoutMs: number,
  documents = openDocuments(),
  grouped: Grouped = GROUPED,
): LogStore {
  const group = { ...grouped, full: WRITE_REQUEST };
  const createAll = coalesce(group, async (creations: readonly Creation[]) => {
    const became = new Map<Creation, Written>();
    // Only a Commit writes a log's documents atomically; a BatchWrite writes each independently.
    const isApart = ({ writes }: Creation) => creations.length === 1 || writes.length > 1;
    const joined = creations.filter((creation) => !isApart(creation));
    await Promise.all([
      ...creations
        .filter(isApart)
        .map(async (creation) => became.set(creation, await commit(creation.writes))),
      ...[...chunk(joined, WRITE_REQUEST, ({ path }) => path)].map(async (request) => {
        const written = await writeEach(request.flatMap(({ writes }) => writes));
        request.forEach((creation, index) => became.set(creation, written[index] ?? UNKNOWN));
      }),
    ]);
    return creations.map((creation) => became.get(creation) ?? UNKNOWN);
  });

  return {
    create: (logs) => createAll(logs.map(toCreation)),

    async standing(paths) {
      const found = await documents.getFields(paths, ['content_hash', 'received_at'], timeoutMs);
      return found.map(toStanding);
    },
  };

  async function commit(writes: readonly EncodedWrite[]): Promise<Written> {
    try {
      await documents.commit(writes, timeoutMs);
      return 'created';
    } catch (error) {
      return toWritten(error);
    }
  }

  function writeEach(writes: readonly EncodedWrite[]): Promise<Written[]> {
    const deadline = Date.now() + timeoutMs;
    return sendInHalves(writes, {
      send: async (some) => (await documents.writeEach(some, deadline - Date.now())).map(toWritten),
      isRefusal,
      failed: toWritten,
    });
  }

  function toCreation({ path, documents: { log, original, hasPlainTerms } }: NewLog): Creation {
    const { terms, ...others } = log;
    const texts = terms && { terms: { list: terms, arePlain: hasPlainTerms === true } };
    const writes = [
      documents.encode({ path, fields: toFields(others), ...(texts && { texts }), if: 'new' }),
    ];
    if (original !== undefined) {
      const fields = toFields(original);
      // Overwrites whatever is there: without its log it is left over from a deletion.
      writes.push(documents.encode({ path: `${path}/restricted/original`, fields }));
    }
    return { path, writes, bytes: writes.reduce((sum, { bytes }) => sum + bytes, 0) };
  }
}

/** Anything else stored there is a different log. */
function toStanding(fields: Record<string, unknown> | undefined): StandingLog | undefined {
  if (fields === undefined) return undefined;
  const { content_hash: hash, received_at: receivedAt } = fields;
  return {
    contentHash: typeof hash === 'string' ? hash : '',
    receivedAt: parseTimestamp(typeof receivedAt === 'string' ? receivedAt : EPOCH),
  };
}

const EPOCH = '1970-01-01T00:00:00Z';

function toWritten(error: unknown): Written {
  if (error === undefined) return 'created';
  return isAlreadyExists(error) ? 'exists' : { error };
}

/** The contract names a document's own fields, and none of them is `__proto__`. */
function toFields(document: object): Fields {
  const fields: Fields = {};
  for (const [name, value] of Object.entries(document)) {
    fields[name] = isTimeField(name) ? toTimestampValue(value) : toValue(value);
  }
  return fields;
}
