import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import type { Attributes } from '../../src/contract/attributes.js';
import { partId } from '../../src/contract/ids.js';
import { Repairs } from '../../src/contract/repairs.js';
import { DEFAULT_TENANT } from '../../src/contract/tenant.js';
import { parseTimestamp } from '../../src/contract/timestamp.js';
import { splitLog } from '../../src/ingest/reading/split-log.js';
import { toDocuments } from '../../src/process/to-document.js';
import {
  createJoiner,
  joinParts,
  loadWhole,
  type LogPart,
  onePerLog,
} from '../../src/search/join-parts.js';
import { logMessage, RECEIVED_AT } from '../../../harness/support/messages.js';

const { logs: _logs, ...rest } = logMessage('acme');
const BUDGET = 20_000;

/** A log as stored, in as many parts as it needs. */
function partsOf(log_id: string, text: string, attributes: Attributes = {}): LogPart[] {
  const log = { log_id, text, ...(Object.keys(attributes).length > 0 && { attributes }) };
  return splitLog(log, new Repairs(), BUDGET).map((part) => {
    const envelope = { ...rest, logs: [] };
    const { log: stored } = toDocuments(
      part,
      envelope,
      DEFAULT_TENANT,
      parseTimestamp(RECEIVED_AT),
    );
    return Object.assign(stored, { log_id: part.log_id });
  });
}

/** What is stored, and which ids are read. */
function sourceOf(stored: readonly LogPart[]) {
  const read: string[] = [];
  const get = (id: string) => {
    read.push(id);
    return Promise.resolve(stored.find(({ log_id }) => log_id === id));
  };
  return { source: { get, partId }, read };
}

const WORDS = 'a line of words\n'.repeat(3_000);

describe('the parts of a log', () => {
  it('make up the log when joined in any order', () => {
    const value = fc.oneof(fc.string(), fc.integer(), fc.array(fc.string({ minLength: 1 })));
    const attributes = fc.dictionary(fc.string({ minLength: 1 }).filter(isPlain), value, {
      maxKeys: 8,
    });
    fc.assert(
      fc.property(
        fc.array(fc.lorem({ maxCount: 30 }), { minLength: 1, maxLength: 600 }),
        attributes,
        fc.infiniteStream(fc.double({ noNaN: true })),
        (lines, more, order) => {
          const [text, sent] = [lines.join('\n'), { ...more, stack: 'frame\n'.repeat(6_000) }];
          const parts = partsOf('l', text, sent);
          assert.ok(parts.length > 1);
          const keys = new Map(parts.map((part) => [part, order.next().value]));
          const shuffled = parts.toSorted((a, b) => (keys.get(a) ?? 0) - (keys.get(b) ?? 0));
          const joined = joinParts(shuffled);
          assert.equal(joined.log_id, 'l');
          assert.equal(joined.original_text, text);
          assert.deepEqual(joined.attributes, sent);
          assert.equal(joined.split, undefined);
        },
      ),
      { seed: 1, numRuns: 30 },
    );
  });

  it('have their redactions added up', () => {
    const parts = partsOf('l', `ann@example.com\n${WORDS}bob@example.com\n`);
    assert.ok(parts.length > 1);
    const { redactions, modified_data } = joinParts(parts);
    assert.deepEqual(redactions, { email: 2 });
    assert.equal(modified_data, `[REDACTED]\n${WORDS}[REDACTED]\n`);
  });

  it('say that some are missing', async () => {
    const parts = partsOf('l', WORDS);
    const { source } = sourceOf(parts.slice(0, -1));
    const { log, parts: total } = await loadWhole(parts[0] ?? assert.fail(), source);
    assert.deepEqual([log.split?.total, total], [parts.length, parts.length]);
  });
});

describe('a list of logs', () => {
  it('has each log once, whole, whichever of its parts are in it, and reads the others', async () => {
    const parts = partsOf('l', WORDS);
    const single = { log_id: 's', modified_data: 's', redactions: {} };
    const { source, read } = sourceOf(parts);
    const join = createJoiner(source);
    const first = await join([parts[2] ?? assert.fail(), single]);
    assert.deepEqual(
      first.logs.map(({ log_id }) => log_id),
      ['l', 's'],
    );
    assert.equal(first.logs[0]?.modified_data, WORDS);
    assert.equal(first.read, parts.length - 1);
    assert.deepEqual(
      read.toSorted(),
      parts
        .filter((_, index) => index !== 2)
        .map(({ log_id }) => log_id)
        .toSorted(),
    );
    // The next page has further parts of it.
    assert.deepEqual(await join([parts[1] ?? assert.fail()]), { logs: [], read: 0 });
  });

  it('shows the first part that it has of each log, where any part comes first', () => {
    const parts = partsOf('l', WORDS);
    const single = { log_id: 's', modified_data: 's', redactions: {} };
    assert.deepEqual(onePerLog([...parts.slice(1).toReversed(), single, ...parts.slice(0, 1)]), [
      parts[0],
      single,
    ]);
    const plain = [single];
    assert.equal(onePerLog(plain), plain);
  });
});

const isPlain = (name: string) => name !== 'stack' && !/^_|^constructor$/.test(name);
