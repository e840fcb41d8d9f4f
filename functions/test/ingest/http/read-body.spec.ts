import assert from 'node:assert/strict';
import { brotliCompressSync, gzipSync } from 'node:zlib';

import { createByteBudget } from '../../../src/ingest/http/byte-budget.js';
import { createWithBody } from '../../../src/ingest/http/read-body.js';
import { LARGE_BODIES_BYTES, MAX_REQUEST_BYTES, SMALL_BODY_BYTES } from '../../../src/limits.js';
import { textRequest } from '../../support/request.js';

/** Records what each body asks of the budget. */
function withBudget(total = LARGE_BODIES_BYTES) {
  const asked: number[] = [];
  const acquire = createByteBudget(total, 20);
  const withBody = createWithBody((bytes) => {
    asked.push(bytes);
    return acquire(bytes);
  });
  return { withBody, asked };
}

const read = (body: Buffer) => Promise.resolve(body.length);
const gzip = { 'content-encoding': 'gzip' };

describe('createWithBody', () => {
  for (const [name, request, asked] of [
    ['a small body', textRequest('x'.repeat(SMALL_BODY_BYTES)), []],
    ['a small compressed one', textRequest(gzipSync('x'), gzip), []],
    ['a large body', textRequest('x'.repeat(SMALL_BODY_BYTES + 1)), [SMALL_BODY_BYTES + 1]],
    [
      'brotli, which may become anything',
      textRequest(brotliCompressSync('x'), { 'content-encoding': 'br' }),
      [MAX_REQUEST_BYTES],
    ],
  ] as const) {
    it(`asks the budget for what ${name} may take`, async () => {
      const budget = withBudget();
      await budget.withBody(request, read);
      assert.deepEqual(budget.asked, asked);
    });
  }

  it('inflates bombs one after the other, never all at once', async () => {
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

  it('answers 503 to whose turn does not come, and gives its share back after a failure', async () => {
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
