import assert from 'node:assert/strict';

import { parseDeployment } from '../../../operate/google/firebase-command.js';

describe('the options of a running deployment', () => {
  const firebase = ['node', '/usr/bin/firebase', 'deploy'];

  it('are its token, account and configuration, in both forms', () => {
    assert.deepEqual(
      parseDeployment([...firebase, '--token', 't', '--account=ann@example.com', '-c', 'f.json']),
      { dryRun: false, token: 't', account: 'ann@example.com', config: 'f.json' },
    );
    assert.deepEqual(parseDeployment([...firebase, '--config=f.json', '--dry-run']), {
      dryRun: true,
      config: 'f.json',
    });
  });

  it('are empty if it has none', () => {
    assert.deepEqual(parseDeployment([...firebase, '--project', 'p', '--force', '--token']), {
      dryRun: false,
    });
  });
});
