import assert from 'node:assert/strict';
import { once } from 'node:events';

import { retentionSubscription } from '../../../../functions/src/contract/dead-letter.js';
import type { Log } from '../../../../functions/src/contract/log-message.js';
import { type FaultStack, startFaultStack } from '../../../../harness/stack/fault-stack.js';
import { eventually } from '../../../../harness/support/eventually.js';
import { emulatedFirestore, newTenant } from '../../../../harness/support/firestore.js';
import { logMessage } from '../../../../harness/support/messages.js';
import {
  type Command,
  openCommand,
  runScript,
  startScript,
} from '../../../../harness/support/run-script.js';

const FORWARDED = { CloudPubSubDeadLetterSourceDeliveryCount: '5' };

describe('npm run dead-letters', function () {
  const firestore = emulatedFirestore();
  let stack: FaultStack;
  let tenant: string;
  let command: Command;

  before(async () => {
    stack = await startFaultStack({ name: `letters-${process.pid}`, workers: 1 });
    const { pubsub, deadLetterTopic } = stack;
    await pubsub
      .topic(deadLetterTopic)
      .createSubscription(retentionSubscription(deadLetterTopic), { ackDeadlineSeconds: 600 });
    command = openCommand('operate/dead-letters.ts', env());
  });

  after(async () => {
    await command?.close();
    await stack?.stop();
    await firestore.terminate();
  });

  beforeEach(() => {
    tenant = newTenant();
  });

  const env = () => ({
    ...process.env,
    NODE_V8_COVERAGE: '',
    PUBSUB_TOPIC: stack.topic,
    PUBSUB_DEAD_LETTER_TOPIC: stack.deadLetterTopic,
  });
  const start = (...args: string[]) => startScript('operate/dead-letters.ts', args, env());
  const run = (...args: string[]) => command.run(...args);

  const letters = () => firestore.collection(`tenants/${tenant}/dead_letters`);
  const logs = () => firestore.collection(`tenants/${tenant}/processed_logs`);

  /** As Pub/Sub forwards a message that failed 5 times. */
  const forward = (...sent: Log[]) =>
    stack.pubsub.topic(stack.deadLetterTopic).publishMessage({
      json: logMessage(tenant, ...sent),
      attributes: { ...FORWARDED, tenant_id: tenant },
    });

  const recorded = (count: number) =>
    eventually(`${count} letters`, async () => {
      const { docs } = await letters().get();
      return docs.length >= count ? docs : undefined;
    });

  const stored = (count: number) =>
    eventually(`${count} logs`, async () => {
      const { docs } = await logs().get();
      return docs.length >= count ? docs : undefined;
    });

  it('lists without log text, and shows one letter with it', async () => {
    await forward({ log_id: 'l1', text: 'the text of a log' });
    await stack.pubsub.topic(stack.topic).publishMessage({
      json: { ...logMessage(tenant, { log_id: 'l2', text: 'x' }), version: 9 },
    });
    await recorded(2);
    const all = await run('list', '--tenant', tenant);
    assert.equal(all.code, 0, all.stderr);
    assert.match(all.stdout, /attempts_exhausted/);
    assert.match(all.stdout, /schema_mismatch/);
    assert.match(all.stdout, /2 listed, of 2 dead letters/);
    assert.doesNotMatch(all.stdout, /text of a log/);

    const args = ['--tenant', tenant, '--reason', 'attempts_exhausted', '--since', '1h', '--json'];
    const lines = (await run('list', ...args)).stdout.trim().split('\n');
    assert.equal(lines.length, 1);
    const letter = JSON.parse(lines[0] ?? '');
    assert.equal(letter.log_id, 'l1');
    assert.equal(letter.payload, undefined);

    const shown = JSON.parse((await run('show', letter.id, '--tenant', tenant)).stdout);
    assert.equal(JSON.parse(shown.payload).logs[0].text, 'the text of a log');
    const missing = await run('show', 'nobody', '--tenant', tenant);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /There is no dead letter nobody/);
  });

  it('replays once: the log is stored, the letter marked, and a second replay does nothing', async () => {
    await forward({ log_id: 'l1', text: 'call 555-0199' });
    const [letter] = await recorded(1);
    const args = ['replay', '--tenant', tenant];
    const first = await runScript('operate/dead-letters.ts', args, env());
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stdout, /^1 replayed/);
    const [log] = await stored(1);
    assert.equal(log?.get('modified_data'), 'call [REDACTED]');
    assert.ok((await letter?.ref.get())?.get('replayed_at'));

    const second = await run('replay', '--tenant', tenant);
    assert.match(second.stdout, /^0 replayed.*\n1 were replayed before/);
    assert.match((await run('list', '--tenant', tenant)).stdout, /^0 listed, of 1/);
    assert.match((await run('list', '--tenant', tenant, '--all')).stdout, /1 listed, of 1/);
  });

  it('stores the log of a conflict under an id of its own, the same however often', async () => {
    const publish = (text: string) =>
      stack.pubsub
        .topic(stack.topic)
        .publishMessage({ json: logMessage(tenant, { log_id: 'l1', text }) });
    await publish('the first');
    await stored(1);
    await publish('the second');
    const [letter] = await recorded(1);
    const refused = await run('replay', '--tenant', tenant);
    assert.match(refused.stdout, /1 are log_id_conflicts: add --new-id/);

    assert.match((await run('replay', '--tenant', tenant, '--new-id')).stdout, /^1 replayed/);
    await stored(2);
    // As if it had been killed before it could mark the letter.
    await letter?.ref.update({ replayed_at: null });
    const succeeded = stack.router.succeeded();
    assert.match((await run('replay', '--tenant', tenant, '--new-id')).stdout, /^1 replayed/);
    await eventually('the second replay', () =>
      stack.router.succeeded() > succeeded ? true : undefined,
    );
    const found = (await logs().get()).docs;
    assert.deepEqual(
      found.map((log) => [log.id.replace(/~[0-9a-f]{16}$/, '~…'), log.get('original_text')]),
      [
        ['l1', 'the first'],
        ['l1~…', 'the second'],
      ],
    );
    assert.equal((await letter?.ref.get())?.get('replayed_as'), found[1]?.id);
  });

  for (const signal of ['SIGKILL', 'SIGINT'] as const) {
    it(`resumes where it was after ${signal}, and every log is stored once`, async () => {
      const count = 120;
      await Promise.all(
        Array.from({ length: count }, (_, i) => forward({ log_id: `l${i}`, text: `log ${i}` })),
      );
      await recorded(count);
      const child = start('replay', '--tenant', tenant);
      // The command may end before the signal.
      const closed = once(child, 'close');
      await eventually('the first that is marked', async () => {
        const marked = await letters().orderBy('replayed_at').limit(1).get();
        return marked.empty ? undefined : true;
      });
      child.kill(signal);
      const [code] = (await closed) as [number | null];
      const marked = (await letters().orderBy('replayed_at').count().get()).data().count;
      // It may have finished before the signal, which is no fault.
      if (marked < count) assert.equal(code, signal === 'SIGINT' ? 130 : null);

      const rest = await run('replay', '--tenant', tenant);
      assert.equal(rest.code, 0, rest.stderr);
      const [, replayed, before] =
        /^(\d+) replayed .*\n(\d+) were replayed before/.exec(rest.stdout) ?? [];
      assert.equal(Number(replayed) + Number(before), count, rest.stdout);
      // A write under way at the signal may have arrived after the count.
      assert.ok(Number(before) >= marked && Number(before) > 0, rest.stdout);
      assert.equal((await stored(count)).length, count);
    });
  }

  it('fetches messages too large for a document from the retention', async () => {
    const sent = Array.from({ length: 40 }, (_, i) => ({
      log_id: `l${i}`,
      text: `${i} ${'x'.repeat(50_000)}`,
    }));
    await forward(...sent);
    const [letter] = await recorded(1);
    assert.equal(letter?.get('payload_truncated'), true);
    // A busy emulator may hold it back; the command then says to run it again.
    await eventually('the replay', async () => {
      const { stdout } = await run('replay', '--tenant', tenant);
      assert.match(stdout, /^1 replayed|1 are too large .* run the same command again/s);
      return stdout.startsWith('1 replayed') || undefined;
    });
    const found = await stored(40);
    assert.deepEqual(
      new Set(found.map((log) => log.get('original_text'))),
      new Set(sent.map(({ text }) => text)),
    );

    await letter?.ref.update({ replayed_at: null });
    const { pubsub, deadLetterTopic } = stack;
    const retention = pubsub.subscription(retentionSubscription(deadLetterTopic));
    await retention.delete();
    const absent = await run('replay', '--tenant', tenant);
    assert.equal(absent.code, 1);
    assert.match(
      absent.stdout,
      /1 are too large .*, and were not found among the retained messages this time/,
    );
    const eightDays = 8 * 24 * 60 * 60 * 1000;
    await letter?.ref.update({ dead_at: new Date(Date.now() - eightDays) });
    const gone = await run('replay', '--tenant', tenant);
    assert.equal(gone.code, 1);
    assert.match(
      gone.stdout,
      /1 are too large for their documents, and \S+ no longer retains them/,
    );
    await pubsub.topic(deadLetterTopic).createSubscription(retentionSubscription(deadLetterTopic));
  });

  it('discards the named letters, and asks first', async () => {
    await forward({ log_id: 'l1', text: 'x' });
    await forward({ log_id: 'l2', text: 'y' });
    const [first, second] = await recorded(2);
    const args = ['discard', '--tenant', tenant];
    const asked = await runScript('operate/dead-letters.ts', args, env());
    assert.equal(asked.code, 1);
    assert.match(asked.stderr, /Delete 2 dead letters for good\? Add --yes/);
    const { stdout } = await run('discard', first?.id ?? '', '--tenant', tenant, '--yes');
    assert.match(stdout, /^1 discarded/);
    assert.deepEqual(
      (await letters().get()).docs.map(({ id }) => id),
      [second?.id],
    );
  });

  it('says that named letters do not exist, whatever they are called', async () => {
    for (const id of ['a/b', '..', 'nosuch']) {
      const shown = await run('show', id, '--tenant', tenant);
      assert.equal(shown.code, 1);
      assert.match(
        shown.stderr,
        /^\nThere is no dead letter \S+: see `npm run dead-letters -- list`\./,
      );
    }
    const replayed = await run('replay', 'a/b', 'nosuch', '--tenant', tenant);
    assert.equal(replayed.code, 1);
    assert.match(replayed.stdout, /^0 replayed to .*\nNot found: 2\.\n$/);
    const discarded = await run('discard', 'a/b', 'nosuch', '--tenant', tenant, '--yes');
    assert.equal(discarded.code, 1);
    assert.match(discarded.stdout, /^0 discarded\.\nNot found: 2\.\n$/);
  });

  it('lists letters that name no tenant under --unattributed', async () => {
    const data = Buffer.from(`not JSON, of ${tenant}`);
    const sourceId = await stack.pubsub.topic(stack.topic).publishMessage({ data });
    const letter = await eventually('the letter', async () => {
      const { stdout } = await run('list', '--unattributed', '--json', '--limit', '1000');
      const found = stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line || '{}'));
      return found.find(({ source_message_id }) => source_message_id === sourceId);
    });
    assert.equal(letter.reason, 'undecodable');
    const { stdout } = await run('discard', letter.id, '--unattributed', '--yes');
    assert.match(stdout, /^1 discarded/);
  });
});
