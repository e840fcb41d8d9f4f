import assert from 'node:assert/strict';

import { partId } from '../../../functions/src/contract/ids.js';
import { choosePlan } from '../../../functions/src/search/choose-plan.js';
import { EXPORT_FORMATS } from '../../src/export/formats.js';
import { type ExportedPart, exportLogs } from '../../src/export/run-export.js';
import { PAGE_SIZE } from '../../src/limits.js';
import { log } from '../logs.js';
import { queryOf, readerOf } from '../logs/reader-of.js';

const common = { format: EXPORT_FORMATS.ndjson, withOriginal: false };

async function exporting(count: number, text = '') {
  const stored = Array.from({ length: count }, (_, index) => log(`l${index}`, count - index));
  const { reader, asked } = readerOf(stored);
  const query = queryOf(text);
  const chosen = await choosePlan(reader, query, {}, reader.settings);
  return { request: { ...common, reader, query, range: {}, chosen }, asked };
}

async function collect(parts: AsyncIterable<ExportedPart>): Promise<ExportedPart[]> {
  const all = [];
  for await (const part of parts) all.push(part);
  return all;
}

describe('an export', () => {
  for (const count of [0, 3, 100 + PAGE_SIZE, 100 + PAGE_SIZE * 2 + 1]) {
    it(`writes each of ${count} logs once, reads few more, and reports its progress`, async () => {
      const { request, asked } = await exporting(count);
      const parts = await collect(exportLogs(request));
      const lines = parts.flatMap(({ text }) => text.split('\n').filter((line) => line !== ''));
      assert.equal(new Set(lines.map((line) => JSON.parse(line).log_id)).size, count);
      assert.equal(lines.length, count);
      assert.equal(parts.at(-1)?.written, count);
      const read = parts.at(-1)?.read ?? 0;
      assert.ok(read >= count && read <= count * 1.1 + 1, `${read} reads`);
      assert.ok(asked.every((limit) => limit <= PAGE_SIZE + 1));
    });
  }

  it('exports only what is searched for, and says how many logs that is', async () => {
    const { request } = await exporting(20, 'text -l1');
    const parts = await collect(exportLogs(request));
    assert.deepEqual([parts.at(-1)?.read, parts.at(-1)?.written], [20, 19]);
  });

  for (const [name, format] of Object.entries(EXPORT_FORMATS)) {
    it(`writes a log that is stored in parts once, whole, where a search meets one of them: ${name}`, async () => {
      const split = (index: number) => ({ id: 'whole', index, total: 3 });
      const texts = ['begins here ', 'has a needle ', 'ends'];
      const stored = [
        log('other', 9, { modified_data: 'another needle' }),
        ...texts.map((modified_data, index) =>
          log(partId('whole', index), 5, { modified_data, split: split(index) }),
        ),
      ];
      const { reader } = readerOf(stored);
      const query = queryOf('needle');
      const chosen = await choosePlan(reader, query, {}, reader.settings);
      const request = { format, withOriginal: false, reader, query, range: {}, chosen };
      const parts = await collect(exportLogs(request));
      const text = parts.map((part) => part.text).join('');
      assert.equal(text.split('begins here has a needle ends').length, 2, text);
      assert.equal(text.split('another needle').length, 2);
      assert.deepEqual([parts.at(-1)?.written, text.includes(partId('whole', 1))], [2, false]);
    });
  }

  it('stops reading when its consumer stops', async () => {
    const { request, asked } = await exporting(PAGE_SIZE * 5);
    for await (const part of exportLogs(request)) if (part.read > 0) break;
    assert.equal(asked.length, 1);
  });
});
