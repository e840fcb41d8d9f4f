import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const WEB = fileURLToPath(new URL('../../', import.meta.url));

const dist = (path: string) => readFileSync(`${WEB}dist${path}`);

/** What a browser loads before it calls Firestore or Functions. */
function firstFiles(): string[] {
  const html = dist('/index.html').toString();
  const files = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map(
    ([, path]) => path ?? '',
  );
  return ['/index.html', ...files];
}

describe('the built page', () => {
  it('takes less than 200 KB compressed before the SDK\u2019s lazy parts', () => {
    const files = firstFiles();
    assert.ok(files.length >= 3);
    const bytes = files.reduce((sum, path) => sum + gzipSync(dist(path)).length, 0);
    assert.ok(bytes < 200_000, `${bytes} bytes`);
    const scripts = files
      .filter((path) => path.endsWith('.js'))
      .map((path) => dist(path).toString());
    // Firestore and Functions are in none of them, nor is the contract's validator.
    for (const script of scripts) {
      assert.ok(!script.includes('google.firestore.v1'), 'Firestore is loaded at once');
      assert.ok(!script.includes('ZodError'), 'a module of the contract brings zod along');
    }
  });

  it('has no inline script or style, which its policy would block', () => {
    const html = dist('/index.html').toString();
    assert.doesNotMatch(html, /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=|data:/i);
  });

  it('never treats text as markup anywhere in its sources', () => {
    const sources = readdirSync(`${WEB}src`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .map((path) => [path, readFileSync(`${WEB}src/${path}`, 'utf8')] as const);
    assert.ok(sources.length > 40);
    for (const [path, source] of sources) {
      assert.doesNotMatch(
        source,
        /innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|srcdoc|\beval\(/,
        path,
      );
    }
  });
});
