import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { PubSub } from '@google-cloud/pubsub';
import pMap from 'p-map';

import { createDeadLetterStore } from '../../../functions/src/adapters/dead-letter-store.js';
import { createTenantAdmin } from '../../../functions/src/adapters/tenant-admin.js';
import { toRecord } from '../../../functions/src/dead-letter/to-record.js';
import { emulatedFirestore } from '../../../harness/support/firestore.js';
import { runScript } from '../../../harness/support/run-script.js';

const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };

interface Block {
  /** What it needs that is missing here; undefined: it is run. */
  needs: string | undefined;
  heading: string;
  commands: string[];
}

/** The blocks of shell commands of docs/operations.md. */
function blocksOf(text: string): Block[] {
  let heading = '';
  const found: Block[] = [];
  const parts = /^#{2,3} (.+)$|(?:<!-- needs: ([^>]+?) -->\s*)?```sh\n([\s\S]*?)```/gm;
  for (const [, title, needs, code] of text.matchAll(parts)) {
    if (title !== undefined) heading = title;
    else found.push({ needs, heading, commands: (code ?? '').trim().split('\n') });
  }
  return found;
}

/** Expected output, by a part of the command; a command not listed here only has to succeed. */
const EXPECTED: [RegExp, RegExp][] = [
  [/status/, /\(emulators\)/],
  [/key create/, /^uig_\w+/],
  [/key list/, /2026-spring/],
  [/key revoke/, /is revoked/],
  [/suspend/, /acme is suspended/],
  [/resume/, /acme may write/],
  [/settings/, /"requests_per_minute": 240000/],
  [/dead-letters -- list/, /attempts_exhausted[\s\S]*2 listed, of 2/],
  [/dead-letters -- show/, /"reason": "log_id_conflict"/],
  [/dead-letters -- replay/, /1 replayed to log-ingestion/],
  [/dead-letters -- discard/, /1 discarded/],
  [/delete acme --dry-run/, /[1-9]\d* documents would be deleted/],
  [/delete acme --yes/, /acme: [1-9]\d* documents deleted/],
];

describe('docs/operations.md', function () {
  this.timeout(300_000);
  const text = read('docs/operations.md');
  const blocks = blocksOf(text);
  const here = blocks.filter(({ needs }) => needs === undefined);

  it('writes every block of commands in one of these forms', () => {
    assert.equal(
      blocks.length,
      text.match(/^```\w*$/gm)?.filter((fence) => fence !== '```').length,
    );
    assert.ok(here.length >= 6);
  });

  it('names only existing commands', () => {
    const named = [...text.matchAll(/npm run ([a-z:-]+)/g)].map(([, name = '']) => name);
    assert.ok(named.length > 20);
    for (const name of named) assert.ok(scripts[name], `npm run ${name}`);
  });

  it('has a heading for every link within it', () => {
    const slugs = new Set(
      [...text.matchAll(/^#{2,3} (.+)$/gm)].map(([, title = '']) =>
        title
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    for (const [, slug = ''] of text.matchAll(/\]\(#([^)]+)\)/g)) {
      assert.ok(slugs.has(slug), slug);
    }
  });

  it('has commands that work as they stand, unless a comment says what they need', async () => {
    // Each in a project of its own, so that they can run at once.
    await pMap(here.entries(), ([index, block]) => runBlock(index, block), { concurrency: 3 });
  });
});

async function runBlock(index: number, { heading, commands }: Block): Promise<void> {
  const project = `demo-operations-${process.pid}-${index}`;
  const { values, close } = await prepare(project);
  try {
    for (const command of commands) {
      const filled = command.replaceAll(
        /\b(?:PROJECT|KEY_ID|ID)\b/g,
        (name) => values[name] ?? name,
      );
      const [, name = '', rest = ''] = /^npm run ([a-z:-]+) -- (.+)$/.exec(filled) ?? [];
      const script = /run\.mjs (\S+)$/.exec(scripts[name] ?? '')?.[1];
      assert.ok(script, `${heading}: say what this needs, or how a test can run it: ${command}`);
      const { code, stdout, stderr } = await runScript(script, rest.split(' '), {
        ...process.env,
        NODE_V8_COVERAGE: '',
      });
      assert.equal(code, 0, `${command}\n${stdout}${stderr}`);
      const expected = EXPECTED.find(([of]) => of.test(command));
      assert.match(stdout, expected?.[1] ?? /./, command);
    }
  } finally {
    await close();
  }
}

/** A project with a tenant, its key and two dead letters; and what the placeholders stand for. */
async function prepare(project: string) {
  const firestore = emulatedFirestore({ projectId: project });
  const pubsub = new PubSub({ projectId: project });
  const admin = createTenantAdmin(firestore);
  await Promise.all([pubsub.createTopic('log-ingestion'), admin.create('acme', 'Acme')]);
  const key = await admin.createKey('acme', 'first');
  const store = createDeadLetterStore(5_000, firestore);
  const letters = ['attempts_exhausted', 'log_id_conflict'].map((reason) =>
    toRecord({
      messageId: reason,
      publishTime: new Date().toISOString(),
      data: Buffer.from(JSON.stringify({ version: 1, tenant_id: 'acme', logs: [] })),
      attributes: { reason, attempts: '1', tenant_id: 'acme' },
    }),
  );
  for (const letter of letters) await store.create(letter);
  return {
    values: { PROJECT: project, KEY_ID: key.id, ID: letters[1]?.id } as Record<string, string>,
    close: async () => {
      await pubsub.topic('log-ingestion').delete();
      await Promise.all([pubsub.close(), firestore.terminate()]);
    },
  };
}
