import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const ROOT = new URL('../../../', import.meta.url);
const ROW = /^\| (?<threat>[^|]+?) +\|[^|]+\| `(?<file>[^`]+\.spec\.ts)`: (?<title>[^|]+?) +\|$/gm;

describe('docs/security.md', () => {
  const text = readFileSync(new URL('docs/security.md', ROOT), 'utf8');
  const rows = [...text.matchAll(ROW)].map(({ groups }) => groups as Record<string, string>);

  it('names a test for each threat', () => {
    const section = text.split('\n## ').find((part) => part.startsWith('Threats')) ?? '';
    const lines = section.split('\n').filter((line) => line.startsWith('|'));
    assert.equal(rows.length, lines.length - 2);
    assert.ok(rows.length > 20);
  });

  for (const { threat, file = '', title = '' } of rows) {
    it(`names a test that is there: ${threat}`, () => {
      assert.ok(readFileSync(new URL(file, ROOT), 'utf8').includes(title), `${file}: ${title}`);
    });
  }
});
