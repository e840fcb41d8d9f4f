import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('CHANGELOG.md', () => {
  const headings = [...read('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map(([, text = '']) => text);

  it('starts with unreleased changes, then has each release with its date, newest first', () => {
    const [first, ...releases] = headings;
    assert.equal(first, 'Unreleased');
    assert.ok(releases.length > 0);
    for (const release of releases) assert.match(release, /^\d+\.\d+\.\d+ - \d{4}-\d\d-\d\d$/);
    const dates = releases.map((release) => release.slice(-10));
    assert.deepEqual(dates, dates.toSorted().toReversed());
  });

  it('has a section for the version that the gateway reports', () => {
    const { version } = JSON.parse(read('functions/package.json')) as { version: string };
    assert.ok(headings[1]?.startsWith(`${version} - `), version);
  });
});
