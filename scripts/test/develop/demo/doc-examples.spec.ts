import assert from 'node:assert/strict';

import { readmeExamples, readReadme } from '../../../develop/demo/readme-examples.js';

describe('readmeExamples', () => {
  it('takes the marked commands word for word, and no others', () => {
    const readme = [
      '```sh\nnpm run demo\n```',
      "<!-- demo -->\n\n```sh\ncurl -d '{}' \\\n  http://x\n```",
      '```json\n{}\n```',
      '<!-- demo -->\n```sh\ncurl y\n```',
    ].join('\n\n');
    assert.deepEqual(readmeExamples(readme), ["curl -d '{}' \\\n  http://x", 'curl y']);
  });

  it('finds an example of JSON, one of a batch, one of text and one of health in the README', () => {
    const examples = readmeExamples(readReadme()).join('\n');
    for (const part of [
      'application/json',
      'application/x-ndjson',
      'text/plain',
      '/ingest/health',
    ]) {
      assert.ok(examples.includes(part), part);
    }
  });
});
