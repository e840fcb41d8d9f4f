import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { createByteBudget } from '../../../src/lib/byte-budget.js';
import { createWithBody } from '../../../src/ingest/http/read-body.js';
import {
  LARGE_BODIES_BYTES,
  LARGE_BODY_WEIGHT,
  MAX_REQUEST_BYTES,
  SMALL_BODY_BYTES,
} from '../../../src/limits.js';
import { textRequest } from '../../support/request.js';

/** Records what each body reserves from the budget. */
function withBudget(total = LARGE_BODIES_BYTES) {
  const asked: number[] = [];
  const acquire = createByteBudget({ total, waitMs: 20 });
  const withBody = createWithBody((owner, bytes) => {
    asked.push(bytes);
    return acquire(owner, bytes);
  });
  return { withBody, asked };
}

const read = (body: Buffer) => Promise.resolve(body.length);
const gzip = { 'content-encoding': 'gzip' };

const PACKED = gzipSync(randomBytes(SMALL_BODY_BYTES).toString('hex'));

describe('createWithBody', () => {
  for (const [name, request, asked] of [
    ['a small body', textRequest('x'.repeat(SMALL_BODY_BYTES)), []],
    ['a small compressed one', textRequest(gzipSync('x'), gzip), []],
    ['a large body', textRequest('x'.repeat(SMALL_BODY_BYTES + 1)), [8 * (SMALL_BODY_BYTES + 1)]],
    [
      'brotli, which may become anything and stays small,',
      textRequest(brotliCompressSync('x'), { 'content-encoding': 'br' }),
      [],
    ],
    [
      'a bomb, step by step,',
      textRequest(brotliCompressSync(Buffer.alloc(10 * SMALL_BODY_BYTES)), {
        'content-encoding': 'br',
      }),
      [64 * SMALL_BODY_BYTES, LARGE_BODY_WEIGHT.most],
    ],
    ['gzip of a usual ratio, once,', textRequest(PACKED, gzip), [LARGE_BODY_WEIGHT.most]],
  ] as const) {
    it(`reserves what ${name} may need`, async () => {
      const budget = withBudget();
      await budget.withBody(request, read);
      assert.deepEqual(budget.asked, asked);
    });
  }

  it('inflates bombs one after another, never all at once', async () => {
    const { withBody } = withBudget();
    const bomb = gzipSync(Buffer.alloc(MAX_REQUEST_BYTES));
    let atOnce = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, (atOnce += 1));
      await new Promise((resolve) => setTimeout(resolve, 1));
      atOnce -= 1;
    };
    const send = () => withBody(textRequest(bomb, gzip), work).catch(() => undefined);
    await Promise.all([send(), send(), send()]);
    assert.equal(most, 1);
  });

  it('gives a neighbour its turn, however many bombs a tenant sends', async () => {
    const withBody = createWithBody();
    const bomb = brotliCompressSync(Buffer.alloc(MAX_REQUEST_BYTES));
    assert.ok(bomb.length < 100);
    const sent = (tenant: string, body: Buffer, coding: string) =>
      textRequest(body, { 'content-encoding': coding, 'x-tenant-id': tenant });
    let bombs = 0;
    const work = () =>
      new Promise<void>((resolve) => setTimeout(resolve, 20)).then(() => (bombs += 1));
    const sending = Array.from({ length: 15 }, () =>
      withBody(sent('noisy', bomb, 'br'), work).catch(() => undefined),
    );
    const small = sent('quiet', gzipSync('a log'), 'gzip');
    assert.equal(await withBody(small, read), 5);
    assert.equal(bombs, 0, 'a small body waited for a bomb');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const large = gzipSync(Buffer.alloc(2 * SMALL_BODY_BYTES));
    await withBody(sent('quiet', large, 'gzip'), read);
    assert.ok(bombs < 8, `${bombs} bombs went before`);
    await Promise.all(sending);
  });

  it('answers 503 to a body whose turn does not come, and releases its share after a failure', async () => {
    const { withBody } = withBudget();
    const large = textRequest('x'.repeat(MAX_REQUEST_BYTES));
    let finish: () => void = () => assert.fail('is in work already');
    const inWork = withBody(large, () => new Promise<void>((resolve) => (finish = resolve)));
    await assert.rejects(withBody(large, read), { code: 'unavailable' });
    finish();
    await inWork;
    await assert.rejects(
      withBody(large, () => Promise.reject(new Error('failed'))),
      /failed/,
    );
    assert.equal(await withBody(large, read), MAX_REQUEST_BYTES);
  });
});
