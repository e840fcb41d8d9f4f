import assert from 'node:assert/strict';
import { once } from 'node:events';

import * as fc from 'fast-check';

import { createTenantAdmin } from '../../../../functions/src/adapters/tenant-admin.js';
import { toRfc3339 } from '../../../../functions/src/contract/instant.js';
import { documentIdOf } from '../../../../functions/src/contract/ids.js';
import type { Log } from '../../../../functions/src/contract/log-message.js';
import { Repairs } from '../../../../functions/src/contract/repairs.js';
import { splitLog } from '../../../../functions/src/ingest/reading/split-log.js';
import {
  countBars,
  type Counted,
  matches,
  newestFirst,
  parseQuery,
  planHistogram,
  planSearch,
  searchLogs,
  type StoredLog,
} from '../../../../functions/src/search/index.js';
import { someLogs, someQueries } from '../../../../functions/test/search/random-logs.js';
import { eventually } from '../../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../../harness/support/firestore.js';
import {
  type Ended,
  openCommand,
  runScript,
  startScript,
} from '../../../../harness/support/run-script.js';
import { createLogSource, readReaderSettings } from '../../../operate/logs/log-source.js';
import { storeLogs as storeIn } from './store-logs.js';

const BEGIN = Date.UTC(2026, 0, 15) / 1000;
const LEVELS = ['INFO', 'INFO', 'WARNING', 'ERROR'] as const;

const NEEDLE = 777;

/** More than a count covers in one read; the emulator reads all of them for each count. */
const STORED = 1_100;

/** Logs a second apart, one of which has a word that no other has. */
const logsOf = (count: number) =>
  Array.from({ length: count }, (_, n): Log => ({
    log_id: `l${n}`,
    text: n === NEEDLE ? 'the only needle of all' : `order ${n % 50} was handled`,
    severity: LEVELS[n % LEVELS.length] ?? 'INFO',
    time: toRfc3339({ seconds: BEGIN + n, nanos: 0 }),
    attributes: { service: n % 2 === 0 ? 'shop' : 'till' },
  }));

/** As a client sends it; no intake lets through a name that Firestore refuses. */
function toSent({ modified_data: text, severity, attributes, time }: StoredLog, n: number): Log {
  const sent: Log = { log_id: `l${n}`, text, time: toRfc3339(time) };
  if (severity !== undefined) sent.severity = severity;
  if (attributes && !Object.hasOwn(attributes, '__proto__')) sent.attributes = attributes;
  return sent;
}

/** For a query of one tenant, the emulator reads the logs of all tenants in the project. */
const PROJECT = `demo-logs-${process.pid}`;

describe('npm run logs', function () {
  this.timeout(180_000);
  const firestore = emulatedFirestore({ projectId: PROJECT });
  const [tenant, sharded] = [newTenant(), newTenant()];

  const env = { ...process.env, NODE_V8_COVERAGE: '', GCLOUD_PROJECT: PROJECT };
  const { run, close } = openCommand('operate/logs.ts', env);
  const storeLogs = storeIn.bind(undefined, PROJECT);
  const find = async (...args: string[]) => toFound(await run(...args, '--json'));
  const toFound = ({ code, stdout, stderr }: Ended) => {
    assert.equal(code, 0, stderr);
    const found = stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const [, read, counts] = /(\d+) documents? read, and (\d+) reads?/.exec(stderr) ?? [];
    return {
      found,
      ids: found.map(({ log_id }) => log_id),
      reads: Number(read) + Number(counts),
      stderr,
    };
  };

  before(async () => {
    const tenants = createTenantAdmin(firestore);
    await Promise.all([tenant, sharded].map((id) => tenants.create(id, '')));
    await tenants.changeSettings(sharded, (settings) => ({ ...settings, shards: 7 }));
    await storeLogs(tenant, {}, logsOf(STORED));
    const batch = Array.from({ length: 500 }, (_, n): Log => ({
      log_id: `l${(n * 7) % 500}`,
      text: `line ${n} of a batch`,
      time: toRfc3339({ seconds: BEGIN, nanos: n * 1_000 }),
    }));
    await storeLogs(sharded, { shards: 7 }, batch);
  });

  after(() => Promise.all([close(), firestore.terminate()]));

  it('finds the one log of 20,000 that has a word, with few reads', async () => {
    const project = `${PROJECT}-large`;
    const large = emulatedFirestore({ projectId: project });
    const many = newTenant();
    await createTenantAdmin(large).create(many, '');
    await large.terminate();
    await storeIn(project, many, {}, logsOf(20_000));
    const args = ['search', many, 'needle', '--json'];
    const { ids, reads } = toFound(
      await runScript('operate/logs.ts', args, { ...env, GCLOUD_PROJECT: project }),
    );
    assert.deepEqual(ids, [`l${NEEDLE}`]);
    assert.ok(reads <= 50, String(reads));
  });

  it('says why it found nothing: no such tenant, or a query that means something else', async () => {
    const mistyped = await find('search', `${tenant}x`, 'needle and order');
    assert.match(mistyped.stderr, /There is no tenant \S+x: see `npm run tenant -- list`\.\n$/);
    const lower = await find('search', tenant, 'needle and order');
    assert.match(lower.stderr, /“and” was searched for as a word/);
    assert.doesNotMatch(lower.stderr, /no tenant/);
  });

  it('finds by fields, severity and time, newest first', async () => {
    const query = 'handled service=shop severity>=WARNING -needle';
    const since = new Date((BEGIN + STORED - 10) * 1000).toISOString();
    const { ids } = await find('search', tenant, query, '--since', since);
    assert.deepEqual(ids, ['l1098', 'l1094', 'l1090']);
  });

  it('says what it would read, and asks before a large read', async () => {
    const asked = await run('search', tenant, 'handled order');
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /All of its words are common.*Add --yes/s);
    const explained = await run('search', tenant, 'handled order', '--explain');
    assert.match(
      explained.stdout,
      /Reads the logs with "\w+"\. It may have to read 1000 logs or more/,
    );
    const { ids, reads } = await find('search', tenant, 'handled order', '--yes', '--limit', '3');
    assert.deepEqual(ids, ['l1099', 'l1098', 'l1097']);
    assert.ok(reads <= 150, String(reads));
  });

  it('points to where a query is malformed', async () => {
    const args = ['search', tenant, '(needle'];
    const { code, stderr } = await runScript('operate/logs.ts', args, env);
    assert.equal(code, 1);
    assert.match(stderr, /At character 8, expected the closing bracket for the one at 1/);
    assert.doesNotMatch(stderr, /\n\s+at /);
  });

  it('counts logs, and charts a day with at most 100 reads', async () => {
    const { found, reads } = await find('count', tenant, 'handled severity>=ERROR');
    assert.deepEqual(found, [{ count: STORED / 4, at_least: false }]);
    assert.ok(reads <= 10, String(reads));
    const day = ['--since', '2026-01-15T00:00:00Z', '--until', '2026-01-16T00:00:00Z'];
    const bars = await find('count', tenant, 'handled', '--bars', ...day);
    assert.ok(bars.reads <= 100, String(bars.reads));
    const sum = (of: (bar: Counted) => number) =>
      bars.found.reduce((total: number, bar) => total + of(bar), 0);
    assert.equal(
      sum(({ all }) => all),
      STORED - 1,
    );
    assert.equal(
      sum(({ levels }) => levels[2]),
      STORED / 4,
    );
    assert.equal(bars.found.find(({ from }) => from === BEGIN * 1000).all, STORED - 1);
  });

  it('shows the logs around a log', async () => {
    const { ids } = await find('context', tenant, `l${NEEDLE}`, '--lines', '2');
    assert.deepEqual(ids, ['l775', 'l776', 'l777', 'l778', 'l779']);
    const { code, stderr } = await run('context', tenant, 'nothing');
    assert.equal(code, 1);
    assert.match(stderr, /no log with this id/);
  });

  it('prints 500 logs of one request in order, merged from seven shards', async () => {
    // In a process of its own, which must not end before its pipe has taken all of it.
    const args = ['search', sharded, 'batch', '--limit', '500', '--json'];
    const { found } = toFound(await runScript('operate/logs.ts', args, env));
    assert.deepEqual(
      found.map(({ modified_data }) => modified_data),
      Array.from({ length: 500 }, (_, n) => `line ${499 - n} of a batch`),
    );
    assert.equal(new Set(found.map(({ shard }) => shard)).size, 7);
    const { found: around } = await find('context', sharded, found[10].log_id, '--lines', '1');
    assert.deepEqual(
      around.map(({ modified_data }) => modified_data),
      ['line 488 of a batch', 'line 489 of a batch', 'line 490 of a batch'],
    );
  });

  it('nothing in a log can act on the terminal or start a line of its own', async () => {
    const hostile = newTenant();
    const text = 'evil \u001B[2J\u202Egpj\u2028 \u0007\r\nfaked line';
    await storeLogs(hostile, {}, [
      { log_id: 'h1', text, attributes: { 'a\u001B]0;x': '\u0085b' } },
    ]);
    const { stdout } = await run('search', hostile, 'evil');
    assert.equal(stdout.trim().split('\n').length, 1);
    assert.match(stdout, /evil \\u001b\[2J\\u202egpj\\u2028/);
    assert.doesNotMatch(stdout.trim(), /[^\P{C}]|[\u2028\u2029]/u);
    assert.equal((await find('search', hostile, 'evil')).found[0].modified_data, text);
  });

  it('shows a log that is stored in parts once, whole, if a search finds one of them', async () => {
    const tenantOfLarge = newTenant();
    const text = `${'a line\n'.repeat(100_000)}a needle\n`;
    const parts = splitLog({ log_id: documentIdOf('large/1'), text }, new Repairs());
    assert.ok(parts.length > 1);
    const at = (n: number) => toRfc3339({ seconds: BEGIN, nanos: n * 1_000 });
    await storeLogs(tenantOfLarge, {}, [
      { log_id: 'before', text: 'before', time: at(0) },
      ...parts.map((part, index) => ({ ...part, time: at(1 + index) })),
      { log_id: 'after', text: 'after a needle', time: at(9) },
    ]);
    const { found } = await find('search', tenantOfLarge, 'needle');
    assert.deepEqual(
      found.map(({ log_id }) => log_id),
      ['after', documentIdOf('large/1')],
    );
    assert.equal(found[1].modified_data, text);
    assert.equal(found[1].split, undefined);
    for (const id of ['large/1', parts[1]?.log_id ?? '']) {
      const { ids } = await find('context', tenantOfLarge, id, '--lines', '5');
      assert.deepEqual(ids, ['before', documentIdOf('large/1'), 'after']);
    }
    const byId = await find('search', tenantOfLarge, 'log_id="large/1"');
    assert.equal(byId.found[0].modified_data, text);
  });

  it('follows the logs of a query as they are stored', async () => {
    const followed = newTenant();
    const args = ['tail', followed, 'needle', '--limit', '2', '--json'];
    const child = startScript('operate/logs.ts', args, env);
    // It may finish before the last of them is stored.
    const closed = once(child, 'close');
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    let round = 0;
    const store = async () => {
      round += 1;
      const time = new Date().toISOString();
      await storeLogs(followed, {}, [
        { log_id: `hay${round}`, text: 'hay', time },
        { log_id: `needle${round}`, text: 'a needle', time },
      ]);
      return stdout === '' ? undefined : true;
    };
    // It begins to listen some time after it has started.
    await eventually('the first log', store, 60_000);
    await store();
    await closed;
    const ids = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).log_id);
    assert.equal(ids.length, 2);
    assert.ok(ids.every((id) => id.startsWith('needle')));
    assert.equal(new Set(ids).size, 2);
  });

  it('answers any query as a plain filter over what is stored does', async () => {
    const [logs] = fc.sample(fc.array(someLogs, { minLength: 3, maxLength: 6 }), 1);
    for (const shards of [1, 7]) {
      const id = newTenant();
      await createTenantAdmin(firestore).create(id, '');
      await createTenantAdmin(firestore).changeSettings(id, (one) => ({ ...one, shards }));
      const sent = (logs ?? []).flat().map(toSent);
      await storeLogs(id, { shards }, sent);
      const source = createLogSource(firestore, id);
      const settings = await readReaderSettings(firestore, id);
      assert.equal(settings.shards, shards);
      const stored = await Promise.all(sent.map(({ log_id }) => source.get(log_id)));
      await fc.assert(
        fc.asyncProperty(someQueries, async (text) => {
          const parsed = parseQuery(text);
          assert.ok(parsed.ok);
          const { query } = parsed;
          const request = { query, range: {}, settings, limit: 500, mostReads: 20_000 };
          const found = await searchLogs(source, request);
          const wanted = stored
            .filter((log) => log !== undefined)
            .filter((log) => matches(query, log))
            .toSorted(newestFirst);
          assert.deepEqual(
            found.logs.map(({ log_id }) => log_id),
            wanted.map(({ log_id }) => log_id),
          );
          const [plan] = planSearch(query, {}, settings);
          const bars = plan?.exact
            ? planHistogram(plan, { from: 1_700_000_000_000, to: 1_700_000_006_000 })
            : undefined;
          if (bars === undefined) return;
          const counted = await countBars(source, bars);
          assert.equal(
            counted.bars.reduce((sum, { all }) => sum + all, 0),
            wanted.length,
          );
        }),
        { numRuns: 15 },
      );
    }
  });
});
