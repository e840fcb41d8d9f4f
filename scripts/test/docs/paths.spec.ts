import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

const PAGES = [
  'README.md',
  'CHANGELOG.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

const SOURCES = ['functions/src', 'functions/test', 'harness', 'scripts', 'web/src', 'web/test'];

/** Every file and folder with sources, a folder with a slash at its end. */
const paths = SOURCES.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true }).map(
    (entry) =>
      `${join(entry.parentPath, entry.name).slice(ROOT.length)}${entry.isDirectory() ? '/' : ''}`,
  ),
).concat(SOURCES.map((folder) => `${folder}/`));

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The inline code of a page. */
function quoted(text: string): string[] {
  const outside = text.replaceAll(/^```[\s\S]*?^```/gm, '');
  return [...outside.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(file: string): Set<string> {
  const headings = readFileSync(file, 'utf8').matchAll(/^#{1,4} (.+)$/gm);
  return new Set(
    [...headings].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N}\- _]/gu, '')
        .replaceAll(' ', '-'),
    ),
  );
}

for (const page of PAGES) {
  const text = readFileSync(join(ROOT, page), 'utf8');

  describe(page, () => {
    it('names files and folders that exist', () => {
      const named = quoted(text).filter((code) =>
        /^(?:docs|functions|harness|monitoring|scripts|web)\/[\w./-]*$/.test(code),
      );
      // Built, or an operator's own.
      const made = /^(?:functions\/lib|web\/dist|web\/screenshots|(?:functions|web)\/\.env)/;
      const missing = named.filter((path) => !made.test(path) && !existsSync(join(ROOT, path)));
      assert.deepEqual(missing, []);
    });

    it('links to files that exist', () => {
      const links = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)];
      const folder = join(ROOT, page, '..');
      const missing = links.flatMap(([, path = '']) =>
        existsSync(join(folder, path)) ? [] : path,
      );
      assert.deepEqual(missing, []);
    });

    it('links to headings that exist', () => {
      const links = [...text.matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)#([^)\s]+)\)/g)];
      const missing = links.flatMap(([link, path = '', anchor = '']) => {
        const file = path === '' ? join(ROOT, page) : join(ROOT, page, '..', path);
        return file.endsWith('.md') && !anchorsOf(file).has(anchor) ? link : [];
      });
      assert.deepEqual(missing, []);
    });

    it('shows pictures that exist', () => {
      const shown = [...text.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(([, path = '']) => path);
      const missing = shown.filter((path) => !existsSync(join(ROOT, page, '..', path)));
      assert.deepEqual(missing, []);
    });

    it('names commands of package.json', () => {
      const commands = [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g)];
      const missing = commands.flatMap(([, name = '']) => (name in scripts ? [] : name));
      assert.deepEqual(missing, []);
    });
  });
}

describe('the map in CONTRIBUTING.md', () => {
  it('names folders and sources that exist, wherever they are', () => {
    const named = quoted(readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8')).filter((code) =>
      /^[a-z][a-z\d-]*(?:\/[a-z\d-]+)*(?:\/|\.tsx?)$/.test(code),
    );
    assert.ok(named.length > 40, String(named.length));
    // Not among the sources, made by a test, or an example.
    const others = new Set([
      'docs/',
      'docs/pictures/',
      'functions/',
      'monitoring/',
      'web/',
      'web/screenshots/',
      'thing.ts',
    ]);
    const missing = named.filter(
      (name) =>
        !others.has(name) && !paths.some((path) => path.endsWith(`/${name}`) || path === name),
    );
    assert.deepEqual(missing, []);
  });

  it('has every room of functions/src', () => {
    const map = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const rooms = readdirSync(join(ROOT, 'functions/src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => `| \`${name}/\``);
    assert.deepEqual(
      rooms.filter((room) => !map.includes(room)),
      [],
    );
  });
});
