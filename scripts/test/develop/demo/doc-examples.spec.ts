import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { docExamples, examplesIn } from '../../../develop/demo/doc-examples.js';

describe('the examples that the demo runs', () => {
  it('are the marked commands of a page, word for word, and no others', () => {
    const page = [
      '```sh\nnpm run demo\n```',
      "<!-- demo -->\n\n```sh\ncurl -d '{}' \\\n  http://x\n```",
      '```json\n{}\n```',
      '<!-- demo -->\n```sh\ncurl y\n```',
    ].join('\n\n');
    assert.deepEqual(examplesIn(page), ["curl -d '{}' \\\n  http://x", 'curl y']);
  });

  it('send JSON, a batch and text, and ask for health', () => {
    const examples = docExamples()
      .map(({ command }) => command)
      .join('\n');
    for (const part of [
      'application/json',
      'application/x-ndjson',
      'text/plain',
      '/ingest/health',
    ]) {
      assert.ok(examples.includes(part), part);
    }
  });

  it('begin with the README’s own curl', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    assert.equal(examplesIn(readme).length, 1);
    assert.deepEqual(docExamples()[0], { page: 'README.md', command: examplesIn(readme)[0] });
  });
});
