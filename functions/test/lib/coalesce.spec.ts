import assert from 'node:assert/strict';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { coalesce } from '../../src/lib/coalesce.js';

/** Longer than any test: anything sent earlier was not sent because of it. */
const NEVER_MS = 2 ** 30;

/** A service that answers on request: each item with itself, doubled. */
function createService(options: {
  underWay?: number;
  waitMs?: number;
  items?: number;
  bytes?: number;
}) {
  const requests: { items: string[]; answer: () => void }[] = [];
  const ask = coalesce(
    {
      underWay: options.underWay ?? 1,
      waitMs: options.waitMs ?? NEVER_MS,
      full: { items: options.items ?? 100, bytes: options.bytes ?? 1_000 },
    },
    (sent: readonly { name: string; bytes: number }[]) =>
      new Promise<string[]>((resolve) => {
        const items = sent.map(({ name }) => name);
        requests.push({ items, answer: () => resolve(items.map((name) => name + name)) });
      }),
  );
  return {
    requests: () => requests.map(({ items }) => items.join('')),
    answer: (index: number) => requests[index]?.answer(),
    ask: (names: string, bytes = 1) => ask(names.split('').map((name) => ({ name, bytes }))),
  };
}

describe('coalesce', () => {
  it('sends the items of one turn of the event loop together, and answers each caller', async () => {
    const { ask, requests, answer } = createService({});
    const answers = [ask('a'), ask('bc'), ask('')];
    assert.deepEqual(requests(), []);
    await nextTurn();
    assert.deepEqual(requests(), ['abc']);
    answer(0);
    assert.deepEqual(await Promise.all(answers), [['aa'], ['bb', 'cc'], []]);
  });

  it('holds items while a request is in flight, and sends them when it is answered', async () => {
    const { ask, requests, answer } = createService({});
    const first = ask('a');
    await nextTurn();
    const others = [ask('b'), ask('c')];
    await nextTurn();
    assert.deepEqual(requests(), ['a']);
    answer(0);
    await first;
    assert.deepEqual(requests(), ['a', 'bc']);
    answer(1);
    assert.deepEqual(await Promise.all(others), [['bb'], ['cc']]);
  });

  it('delays nothing while fewer requests are in flight than allowed', async () => {
    const { ask, requests } = createService({ underWay: 2 });
    for (const name of 'abc') {
      void ask(name);
      await nextTurn();
    }
    assert.deepEqual(requests(), ['a', 'b']);
  });

  it('sends nothing while as many requests are in flight as allowed, whichever is answered', async () => {
    const { ask, requests, answer } = createService({ underWay: 1, items: 2 });
    const full = ask('ab');
    assert.deepEqual(requests(), ['ab']);
    void ask('cd');
    void ask('e');
    answer(0);
    await full;
    assert.deepEqual(requests(), ['ab', 'cd']);
    answer(1);
    await nextTurn();
    assert.deepEqual(requests(), ['ab', 'cd', 'e']);
  });

  it('sends a request at once if it is full by items', async () => {
    const { ask, requests } = createService({ items: 3 });
    void ask('x');
    await nextTurn();
    for (const name of 'abcd') void ask(name);
    assert.deepEqual(requests(), ['x', 'abc']);
  });

  it('sends a request at once if it is full by bytes, and makes none larger', async () => {
    const { ask, requests } = createService({ bytes: 10 });
    void ask('x');
    await nextTurn();
    void ask('a', 6);
    void ask('b', 5);
    void ask('c', 5);
    assert.deepEqual(requests(), ['x', 'a', 'bc']);
  });

  it('waits only a bounded time for a request that hangs', async () => {
    const { ask, requests, answer } = createService({ waitMs: 1 });
    void ask('a');
    await nextTurn();
    const other = ask('b');
    while (requests().length < 2) await nextTurn();
    answer(1);
    assert.deepEqual(await other, ['bb']);
    assert.deepEqual(requests(), ['a', 'b']);
  });

  it('goes on after a request that was rejected against the rules', async () => {
    let sent = 0;
    const ask = coalesce(
      { underWay: 1, waitMs: NEVER_MS, full: { items: 10, bytes: 10 } },
      (items: readonly { bytes: number }[]) =>
        (sent += 1) === 1
          ? Promise.reject(new Error('broken'))
          : Promise.resolve(items.map(() => 1)),
    );
    const first = ask([{ bytes: 1 }]);
    await assert.rejects(first, /broken/);
    assert.deepEqual(await ask([{ bytes: 1 }, { bytes: 1 }]), [1, 1]);
  });
});
