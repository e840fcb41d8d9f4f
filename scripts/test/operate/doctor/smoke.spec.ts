import assert from 'node:assert/strict';

import { smoke } from '../../../operate/doctor/smoke.js';

describe('the smoke log', () => {
  it('is a finding, not a stack trace, if nothing answers', async () => {
    const ingest = { name: 'projects/p/locations/l/functions/ingest', url: 'http://127.0.0.1:9' };
    const finding = await smoke([ingest as Parameters<typeof smoke>[0][number]], 'a-key');
    assert.equal(finding.outcome, 'wrong');
    assert.match(JSON.stringify(finding), /ingest cannot be reached at http:\/\/127\.0\.0\.1:9/);
  });
});
