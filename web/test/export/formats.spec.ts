import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { csvLine } from '../../src/export/csv.js';
import { EXPORT_FORMATS } from '../../src/export/formats.js';
import { log } from '../logs.js';

const one = log('l1', 1, {
  severity: 'ERROR',
  modified_data: 'a "quoted", text\nof [REDACTED]',
  original_text: 'of ann@example.com',
  redactions: { email: 1 },
  attributes: { service: 'pay', list: [1, true] },
  request_id: 'req-1',
});

/** As a spreadsheet reads it: RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const [, quoted, bare = '', end] of text.matchAll(
    /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g,
  )) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? bare);
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}

describe('an export as CSV', () => {
  const { head, line } = EXPORT_FORMATS.csv;

  it('has a row of names, and a cell for each field', () => {
    assert.ok(head(false).startsWith('\uFEFF'));
    const [names, cells] = readCsv(head(false).slice(1) + line(one, false));
    assert.deepEqual(Object.fromEntries((names ?? []).map((name, i) => [name, cells?.[i]])), {
      log_id: 'l1',
      time: '2026-01-15T10:30:01Z',
      processed_at: '2026-01-15T10:30:01Z',
      received_at: '2026-01-15T10:30:01Z',
      timestamp: '',
      severity: 'ERROR',
      source: 'json_upload',
      modified_data: 'a "quoted", text\nof [REDACTED]',
      redactions: '{"email":1}',
      attributes: '{"service":"pay","list":[1,true]}',
      request_id: 'req-1',
    });
  });

  it('includes the text as sent on request', () => {
    const [names, cells] = readCsv(head(true).slice(1) + line(one, true));
    assert.equal(names?.at(-1), 'original_text');
    assert.equal(cells?.at(-1), 'of ann@example.com');
    assert.ok(!line(one, false).includes('ann@'));
  });

  for (const text of [
    '=1+1',
    '+1',
    '-1',
    '@SUM(A1)',
    '\t=1',
    '\r=1',
    '\n=1',
    ' =1',
    '\u00A0=1',
    '\uFEFF=1',
    '\u200B=1',
    '＝1',
    '＋1',
    '－1',
    '＠x',
    '=HYPERLINK("http://x","y")',
    '\u0000=1',
    '\u001b=1',
    ' \u009f\u200b=1',
  ]) {
    it(`makes ${JSON.stringify(text)} a text that no spreadsheet evaluates`, () => {
      const [[cell = ''] = []] = readCsv(csvLine([text]));
      assert.ok(cell.startsWith("'"));
      assert.equal(cell.replaceAll("'", ''), text);
    });
  }

  for (const [sent, kept] of [
    ['a;=1+1', "a;'=1+1"],
    ['a\t=1', "a\t'=1"],
    ['a\n=1;+2', "a\n'=1;'+2"],
    ['a; \u0000 @x', "a; \u0000 '@x"],
    ['a;b=1', 'a;b=1'],
    ['a=1', 'a=1'],
    ['{"a":"x;=1"}', `{"a":"x;'=1"}`],
  ] as const) {
    it(`leaves no formula in ${JSON.stringify(sent)} for a spreadsheet set to another separator`, () => {
      assert.deepEqual(readCsv(csvLine([sent])), [[kept]]);
    });
  }

  it('is read back as it was, less the apostrophes before formulas', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1 }), (cells) => {
        const [read] = readCsv(csvLine(cells));
        assert.equal(read?.length, cells.length);
        for (const [index, cell] of cells.entries()) {
          assert.equal(read?.[index]?.replaceAll("'", ''), cell.replaceAll("'", ''));
        }
      }),
    );
  });
});

describe('an export as NDJSON', () => {
  const { line } = EXPORT_FORMATS.ndjson;

  it('has one log per line', () => {
    assert.match(line(one, false), /^[^\n]+\n$/);
    const { log_id, modified_data, original_text } = JSON.parse(line(one, false));
    assert.deepEqual([log_id, modified_data, original_text], ['l1', one.modified_data, undefined]);
    assert.equal(JSON.parse(line(one, true)).original_text, one.original_text);
  });
});
