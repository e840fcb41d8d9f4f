import assert from 'node:assert/strict';

import * as fc from 'fast-check';

import { RequestBudget } from '../../../src/ingest/reading/budget.js';
import { type BodyKind, readItems } from '../../../src/ingest/reading/read-items.js';

function read(body: string | Buffer, kind: BodyKind = 'json') {
  return [...readItems(Buffer.from(body), kind, new RequestBudget())];
}

/** Each log as its text, with the words of its repairs; a fault as such. */
const brief = (body: string | Buffer, kind?: BodyKind) =>
  read(body, kind).map(({ fields, repairs = [], fault }) =>
    [fault ?? String(fields['msg'] ?? fields['text']), ...repairs.map(({ repair }) => repair)].join(
      ' | ',
    ),
  );

const [A, B] = ['{"msg":"a"}', '{"msg":"b"}'];

describe('the logs of a body', () => {
  for (const [name, body, kinds, ...logs] of [
    ['one object', A, ['json', 'lines', 'judged'], 'a'],
    [
      'an object over several lines',
      '{\n  "msg": "a",\n  "b": [\n    1\n  ]\n}\n',
      ['json', 'lines', 'judged'],
      'a',
    ],
    ['lines', `${A}\n${B}\n`, ['json', 'lines', 'judged'], 'a', 'b'],
    [
      'lines with \\r\\n and blank ones',
      `${A}\r\n\r\n${B}\r\n`,
      ['json', 'lines', 'judged'],
      'a',
      'b',
    ],
    ['values with a space between', `${A} ${B}`, ['json', 'judged'], 'a', 'b'],
    ['values with nothing between', A + B, ['json', 'judged'], 'a', 'b'],
    ['values with commas between', `${A},${B},`, ['json', 'judged'], 'a', 'b'],
    ['values with record separators', `\u001e${A}\n\u001e${B}\n`, ['json'], 'a', 'b'],
    ['an array', `[${A},${B}]`, ['json', 'lines', 'judged'], 'a', 'b'],
    ['an array over lines', `[\n${A},\n${B}\n]\n`, ['json', 'lines', 'judged'], 'a', 'b'],
    ['an array with a comma at its end', `[${A},${B},]`, ['json', 'judged'], 'a', 'b'],
    ['arrays one after another', `[${A}]\n[${B}]`, ['json', 'lines', 'judged'], 'a', 'b'],
    ['a byte order mark before', `\ufeff${A}\n${B}`, ['json', 'lines', 'judged'], 'a', 'b'],
    ['an empty array', '[]', ['json', 'lines', 'judged']],
    ['white space', ' \r\n\t', ['json', 'lines', 'judged']],
    ['an array of texts', '["a","b"]', ['json', 'lines', 'judged'], 'a', 'b'],
    [
      'an array of anything',
      '[1,true,[2,[3]],null,""]',
      ['json'],
      '1',
      'true',
      '2,3',
      'is null: there is nothing to keep',
      'is an empty text',
    ],
    ['a text as JSON', '"a"', ['json', 'lines'], 'a'],
    ['a number', '5', ['json', 'lines'], '5'],
    ['null', 'null', ['json', 'lines'], 'is null: there is nothing to keep'],
    // Not JSON.
    [
      'a bad line among good ones',
      `${A}\n{"msg":NaN}\n${B}`,
      ['json', 'lines', 'judged'],
      'a',
      '{"msg":NaN} | not_json',
      'b',
    ],
    [
      'a bad line first',
      `{"msg":NaN}\n${A}\n${B}`,
      ['json', 'lines', 'judged'],
      '{"msg":NaN} | not_json',
      'a',
      'b',
    ],
    [
      'a line that does not end',
      `${A}\n{"msg":"x\n${B}`,
      ['json', 'lines', 'judged'],
      'a',
      '{"msg":"x | not_json',
      'b',
    ],
    [
      'a line of text among others',
      `${A}\nplain text\r\n${B}`,
      ['json', 'lines', 'judged'],
      'a',
      'plain text | not_json',
      'b',
    ],
    [
      'single quotes in a line',
      `${A}\n{'msg':'x'}`,
      ['json', 'lines', 'judged'],
      'a',
      "{'msg':'x'} | not_json",
    ],
    [
      'a bad item in an array',
      `[${A},{"msg":NaN},${B}]`,
      ['json', 'judged'],
      'a',
      '{"msg":NaN} | not_json',
      'b',
    ],
    [
      'an array that is cut off',
      `[${A},{"msg":"b`,
      ['json', 'judged'],
      'a',
      '{"msg":"b | not_json',
    ],
    ['an array with something behind it', `[${A}] x`, ['json', 'judged'], 'a', 'x | not_json'],
    ['text labelled as JSON', 'hello\nworld', ['json'], 'hello\nworld | not_json'],
    [
      'text with a bracket first',
      '[2024-01-15 10:30:00] up\n[2024-01-15 10:30:01] down',
      ['json', 'lines', 'judged'],
      '[2024-01-15 10:30:00] up | not_json',
      '[2024-01-15 10:30:01] down | not_json',
    ],
    ['a field twice', '{"msg":"a","k":1,"k":2}', ['json', 'lines', 'judged'], 'a | duplicate_key'],
    [
      'half an emoji',
      '{"msg":"a\\ud83d"}',
      ['json', 'lines', 'judged'],
      'a\ufffd | invalid_unicode',
    ],
  ] as [string, string, BodyKind[], ...string[]][]) {
    for (const kind of kinds) {
      it(`of ${name}, as ${kind}`, () => assert.deepEqual(brief(body, kind), logs));
    }
  }

  for (const kind of ['json', 'judged'] as const) {
    for (const body of [
      '{"msg": secret}',
      '{"msg":"a"',
      '{\n  "msg": "x",\n  "v": NaN\n}\n',
      '{"msg":"a" "b":1}',
    ]) {
      it(`of one object that is not JSON are none, but an error: ${body.slice(0, 12)}, as ${kind}`, () => {
        assert.throws(() => read(body, kind), { name: 'BadJson', message: /syntax error/ });
      });
    }
  }

  it('are one if all of it is text, whatever it looks like', () => {
    for (const body of ['hello\nworld', `${A}\n${B}`])
      assert.deepEqual(brief(body, 'text'), [body]);
    assert.deepEqual(brief('text=hello', 'judged'), ['text=hello']);
  });

  it('in lines keep their indent, whatever blank lines come before', () => {
    const body = ' \n\r\n\t\n  at once\n\n    {"msg":"a"}\n\n\n   ';
    assert.deepEqual(brief(body, 'lines'), ['  at once | not_json', 'a']);
  });

  it('are marked as alone or as several', () => {
    const alone = (body: string, kind?: BodyKind) =>
      read(body, kind).map((log) => log.alone === true);
    assert.deepEqual(alone(A), [true]);
    assert.deepEqual(alone('hello', 'judged'), [true]);
    assert.deepEqual(alone(`[${A}]`), [false]);
    assert.deepEqual(alone(A, 'lines'), [false]);
    assert.deepEqual(alone(A + B), [false, false]);
  });

  it('say which of them are not UTF-8', () => {
    const body = Buffer.concat([
      Buffer.from(`${A}\n{"msg":"x`),
      Buffer.from([0xff]),
      Buffer.from(`"}\n{"msg":"é"}`),
    ]);
    for (const kind of ['json', 'lines', 'judged'] as const) {
      assert.deepEqual(brief(body, kind), ['a', 'x\ufffd | invalid_unicode', 'é']);
    }
    assert.deepEqual(brief(Buffer.from([0x61, 0x62, 0xbf]), 'text'), [
      'ab\ufffd | invalid_unicode',
    ]);
    assert.deepEqual(brief('ab\ufffd', 'text'), ['ab\ufffd']);
  });

  it('hold no more values than a request may, and all are kept', () => {
    const budget = new RequestBudget();
    budget.takeValues(999_990);
    const body = Buffer.from(
      Array.from({ length: 20 }, () => '{"a":{"b":1},"text":"x"}').join('\n'),
    );
    const logs = [...readItems(body, 'lines', budget)];
    assert.ok(logs.every(({ fields }) => fields['text'] === 'x'));
    assert.equal(logs.at(-1)?.fields['json'], '{"a":{"b":1}}');
    assert.equal(logs.at(-1)?.repairs?.[0]?.repair, 'too_many');
  });

  it('keep every word of a body, whatever it is', () => {
    const piece = fc.constantFrom(
      A,
      B,
      '{',
      '}',
      '[',
      ']',
      ',',
      '\n',
      '\r\n',
      '"',
      '\\',
      'word1',
      '{"x":',
      '"word2"',
      'NaN',
      '5',
      ':',
      ' ',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }),
        fc.constantFrom('json', 'lines', 'judged'),
        (pieces, kind) => {
          const body = pieces.join('');
          let logs: unknown[];
          try {
            logs = read(body, kind);
          } catch (error) {
            assert.ok(error instanceof Error && error.name === 'BadJson');
            return;
          }
          const found = JSON.stringify(logs);
          for (const [word] of body.matchAll(/word\d|NaN/g)) assert.ok(found.includes(word), body);
        },
      ),
      { seed: 1, numRuns: 5_000 },
    );
  });
});
