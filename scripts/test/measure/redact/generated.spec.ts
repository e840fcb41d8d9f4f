import assert from 'node:assert/strict';

import { redact } from '../../../../functions/src/redact/index.js';
import { evaluate } from '../../../measure/redact/evaluate.js';
import { labelledSentences } from '../../../measure/redact/labelled.js';
import { logLines } from '../../../measure/redact/log-lines.js';
import { countFalse } from '../../../measure/redact/measure.js';
import { readData } from '../../../measure/redact/read-data.js';

describe('the redactor on generated data', function () {
  it('removes every character of nearly all in 42 locales, and little else', () => {
    const { kinds, total } = evaluate(labelledSentences(840, 3), redact);
    assert.deepEqual(
      kinds.filter(({ fullRecall }) => fullRecall < 1).map(({ kind }) => kind),
      ['phone'],
    );
    assert.ok((kinds.find(({ kind }) => kind === 'phone')?.fullRecall ?? 0) >= 0.97);
    assert.ok(total.fullRecall >= 0.99 && total.precision >= 0.995, JSON.stringify(total));
  });

  it('redacts nothing but IP addresses in ordinary log lines', () => {
    const { falsePerThousand, addresses } = countFalse(logLines(20_000, 4), redact);
    assert.ok(falsePerThousand <= 0.5, String(falsePerThousand));
    assert.ok(addresses > 2_000, String(addresses));
  });
});

describe('npm run redact:eval', () => {
  const text = '🧯 call 555-0199 or ann@example.com';
  const row = (spans: object[]) => JSON.stringify({ text, spans });

  it('counts missed, partial and false findings', () => {
    const phone = { kind: 'PHONE_NUMBER', start: 7, end: 15 };
    const { labelled } = readData('f', row([phone, { kind: 'iban', start: 0, end: 1 }]));
    const { kinds, misses } = evaluate(labelled, redact);
    const by = Object.fromEntries(kinds.map((score) => [score.kind, score]));
    assert.equal(by['phone']?.fullRecall, 1);
    assert.equal(by['iban']?.recall, 0);
    assert.equal(by['email']?.precision, 0);
    assert.deepEqual(
      misses.map(({ kind, outcome, text: missed }) => [kind, outcome, missed]),
      [
        ['iban', 'missed', '🧯'],
        ['email', 'false', 'ann@example.com'],
      ],
    );
  });

  it('reads a file without labels as a log, and says where a line is wrong', () => {
    assert.deepEqual(readData('f', 'a\n\nb\n').lines, ['a', 'b']);
    assert.throws(() => readData('f', `${row([])}\n{"text":1}`), /f, line 2: text is not as/);
    assert.throws(() => readData('f', '\n'), /f is empty/);
  });
});
