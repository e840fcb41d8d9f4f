import assert from 'node:assert/strict';

import type { Log } from '../../src/documents/log.js';
import { EXPORT_FORMATS } from '../../src/export/formats.js';
import { type ExportedPart, exportLogs } from '../../src/export/run-export.js';
import { PAGE_SIZE } from '../../src/limits.js';
import { log } from '../logs.js';

function readerOf(count: number) {
  const stored = Array.from({ length: count }, (_, index) => log(`l${index}`, count - index));
  const asked: (string | undefined)[] = [];
  const page = (_wanted: unknown, limit: number, after?: Log) => {
    asked.push(after?.log_id);
    const start = after === undefined ? 0 : stored.indexOf(after) + 1;
    return Promise.resolve(stored.slice(start, start + limit));
  };
  return { reader: { page }, asked };
}

async function collect(parts: AsyncIterable<ExportedPart>): Promise<ExportedPart[]> {
  const all = [];
  for await (const part of parts) all.push(part);
  return all;
}

const common = { wanted: {}, format: EXPORT_FORMATS.ndjson, withOriginal: false };

describe('an export', () => {
  for (const [count, pages] of [
    [0, 1],
    [3, 1],
    // The first page is small: nothing is known of the size of logs yet.
    [100 + PAGE_SIZE, 3],
    [100 + PAGE_SIZE * 2 + 1, 4],
  ] as const) {
    it(`reads ${count} logs in ${pages} pages, each once, and tells how far it is`, async () => {
      const { reader, asked } = readerOf(count);
      const parts = await collect(exportLogs({ ...common, reader }));
      const lines = parts.flatMap(({ text }) => text.split('\n').filter((line) => line !== ''));
      assert.equal(new Set(lines.map((line) => JSON.parse(line).log_id)).size, count);
      assert.equal(asked.length, pages);
      assert.equal(parts.at(-1)?.read, count);
      assert.equal(parts.at(-1)?.written, count);
    });
  }

  it('has only what holds the text, and says how many that are', async () => {
    const { reader } = readerOf(20);
    const parts = await collect(exportLogs({ ...common, reader, text: 'of l1' }));
    assert.deepEqual([parts.at(-1)?.read, parts.at(-1)?.written], [20, 11]);
  });

  it('reads no further once nobody asks', async () => {
    const { reader, asked } = readerOf(PAGE_SIZE * 5);
    for await (const part of exportLogs({ ...common, reader })) if (part.read > 0) break;
    assert.equal(asked.length, 1);
  });
});
