import assert from 'node:assert/strict';

import { judgeCases, readCases } from '../../../measure/redact/cases.js';

const line = (fields: object) => JSON.stringify({ kind: 'secret', must_keep: [], ...fields });

describe('npm run redact:eval -- --cases', () => {
  it('counts what was missed and what was lost, by kind', () => {
    const content = [
      line({ text: 'password=hunter2 user=ann', must_hide: ['hunter2'], must_keep: ['user=ann'] }),
      line({ text: 'nothing secret here', must_hide: ['secret'] }),
      line({ text: 'password=hunter2', must_hide: [], must_keep: ['hunter2'], kind: 'other' }),
      line({ text: '{"password":"hunter2"}', must_hide: ['hunter2'], via: 'redactMap' }),
    ].join('\n');
    const { kinds, wrong } = judgeCases(readCases('f', content));
    assert.deepEqual(kinds, [
      { kind: 'secret', right: 2, wrong: 1 },
      { kind: 'other', right: 0, wrong: 1 },
    ]);
    assert.deepEqual(
      wrong.map(({ why }) => why),
      ['left: sec', 'lost: hunter2'],
    );
  });

  it('says which line is not a case', () => {
    assert.throws(() => readCases('f', `${line({ text: 'a', must_hide: [] })}\n{}`), /f, line 2/);
  });
});
