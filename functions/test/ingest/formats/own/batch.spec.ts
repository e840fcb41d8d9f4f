import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';

import type { Amount } from '../../../../src/tenants/quotas.js';
import { intake } from '../../../support/intake.js';
import { jsonRequest, request } from '../../../support/request.js';

interface Answer {
  status: string;
  accepted: number;
  rejected: { index: number; log_id?: string; error: string }[];
  log_ids: string[];
}

const TENANT = { 'x-tenant-id': 'acme' };
const lines = (body: string | Buffer, headers: Record<string, string> = TENANT) =>
  request('POST', '/', { 'content-type': 'application/x-ndjson', ...headers }, body);
const array = (body: unknown, headers: Record<string, string> = TENANT) =>
  jsonRequest(body, headers);

async function accepted(
  ...[sent, deps]: [Parameters<typeof send>[0], Parameters<typeof intake>[0]?]
) {
  const { status, body, published } = await send(sent, deps);
  assert.equal(status, 202, JSON.stringify(body));
  return { ...(body as Answer), published };
}

async function send(sent: ReturnType<typeof request>, deps?: Parameters<typeof intake>[0]) {
  const { handle, published, unexpected } = intake(deps);
  const answer = await handle(sent);
  assert.deepEqual(unexpected, []);
  return { ...answer, published };
}

describe('a batch', () => {
  for (const [name, sent] of [
    [
      'a JSON array',
      array([
        { log_id: 'a', text: '1' },
        { log_id: 'b', text: '2' },
      ]),
    ],
    ['NDJSON', lines('{"log_id":"a","text":"1"}\n{"log_id":"b","text":"2"}\n')],
    [
      'NDJSON with \\r\\n and a blank line',
      lines('{"log_id":"a","text":"1"}\r\n\r\n{"log_id":"b","text":"2"}'),
    ],
    [
      'JSON Lines',
      lines('{"log_id":"a","text":"1"}\n{"log_id":"b","text":"2"}', {
        ...TENANT,
        'content-type': 'application/jsonl',
      }),
    ],
  ] as const) {
    it(`as ${name} is accepted whole and published in one message`, async () => {
      const { published, ...answer } = await accepted(sent);
      assert.deepEqual(answer, {
        status: 'accepted',
        accepted: 2,
        rejected: [],
        log_ids: ['a', 'b'],
      });
      assert.deepEqual(published, [
        {
          version: 1,
          tenant_id: 'acme',
          source: 'json_upload',
          received_at: '2024-01-15T10:30:00.123Z',
          logs: [
            { time: '2024-01-15T10:30:00.123Z', log_id: 'a', text: '1' },
            { time: '2024-01-15T10:30:00.123001Z', log_id: 'b', text: '2' },
          ],
        },
      ]);
    });
  }

  it('of one log is answered as a batch', async () => {
    assert.equal((await accepted(array([{ text: 'x' }]))).accepted, 1);
  });

  it('is judged log by log, and the answer names each rejected or repaired one', async () => {
    const { published, ...answer } = await accepted(
      lines(
        [
          '{"log_id":"good","text":"x"}',
          '{"log_id":"nan","text":"x","v":[[1]]}',
          'null',
          '{"log_id":"blank","text":" "}',
          '{"tenant_id":"beta","text":"x"}',
          '{"log_id":"../x","text":"x"}',
        ].join('\n'),
      ),
    );
    assert.deepEqual(answer, {
      status: 'accepted',
      accepted: 3,
      rejected: [
        { index: 2, error: 'is null: there is nothing to keep' },
        {
          index: 3,
          log_id: 'blank',
          error: '/text must be the log’s text and not empty (message, msg, log or body work too)',
        },
        {
          index: 4,
          error:
            '/tenant_id differs from the header with the same meaning: send only one, or the same value in both',
        },
      ],
      log_ids: ['good', 'nan', '..%2Fx'],
      repairs: [
        { pointer: '/1/v/0', repair: 'nested_array' },
        { pointer: '/5/log_id', repair: 'log_id_encoded' },
      ],
    });
    assert.equal(published[0]?.logs.length, 3);
  });

  it('without one good log is refused, with every reason', async () => {
    const { status, body, published } = await send(
      array([null, { text: '' }, { tenant_id: 5, text: 'x' }]),
    );
    assert.equal(status, 400);
    assert.deepEqual(
      (body as { errors: { pointer: string }[] }).errors.map(({ pointer }) => pointer),
      ['/0', '/1/text', '/2/tenant_id'],
    );
    assert.deepEqual(published, []);
  });

  it('is refused as a whole in strict handling if one of its logs would be repaired', async () => {
    const { status, headers, body, published } = await send(
      lines('{"text":"x"}\n{"text":5}', { ...TENANT, prefer: 'handling=strict' }),
    );
    assert.equal(status, 400);
    assert.equal(headers['preference-applied'], 'handling=strict');
    assert.equal((body as { errors: { pointer: string }[] }).errors[0]?.pointer, '/1/text');
    assert.deepEqual(published, []);
  });

  it('a log that is in it twice is stored once, and different content under its id is refused', async () => {
    const {
      accepted: count,
      rejected,
      log_ids,
      published,
    } = await accepted(
      array([
        { log_id: 'a', text: 'x', attributes: { b: 1, c: 2 } },
        { log_id: 'a', attributes: { c: 2, b: 1 }, text: 'x' },
        { log_id: 'a', text: 'y' },
      ]),
    );
    assert.equal(count, 2);
    assert.deepEqual(log_ids, ['a', 'a']);
    assert.equal(rejected[0]?.index, 2);
    assert.match(rejected[0]?.error ?? '', /earlier log in this request/);
    assert.equal(published[0]?.logs.length, 1);
  });

  it('has the same ids again under the same Idempotency-Key, and others under another', async () => {
    const logs = [{ text: 'x' }, { text: 'x' }, { log_id: 'own', text: 'x' }];
    const ids = async (key: string) =>
      (await accepted(array(logs, { ...TENANT, 'idempotency-key': key }))).log_ids;
    const [first, again, other] = [await ids('k1'), await ids('"k1"'), await ids('k2')];
    assert.deepEqual(first, again);
    assert.equal(new Set([...first, ...other]).size, 5);
    assert.equal(first[2], 'own');
  });

  it('has random ids without a key', async () => {
    const { log_ids } = await accepted(array([{ text: 'x' }, { text: 'x' }]));
    assert.match(log_ids[0] ?? '', /^log_[0-9a-f]{32}$/);
    assert.notEqual(log_ids[0], log_ids[1]);
  });

  it('of several tenants is published in a message for each if the gateway is open', async () => {
    const { published } = await accepted(
      array(
        ['acme', 'beta', 'Acme'].map((tenant_id) => ({ tenant_id, text: 'x' })),
        {},
      ),
    );
    assert.deepEqual(
      published.map(({ tenant_id, logs }) => [tenant_id, logs.length]),
      [
        ['acme', 2],
        ['beta', 1],
      ],
    );
  });

  describe('with a key of acme', () => {
    const authenticate = () => Promise.resolve({ tenantId: 'acme' });

    it('loses only the logs of other tenants', async () => {
      const sent = array([{ text: 'x' }, { tenant_id: 'beta', text: 'x' }], {});
      const { accepted: count, rejected, published } = await accepted(sent, { authenticate });
      assert.equal(count, 1);
      assert.deepEqual([rejected[0]?.index, published.length], [1, 1]);
      assert.match(rejected[0]?.error ?? '', /^\/tenant_id The credential does not belong/);
    });

    it('is refused if its header names another tenant', async () => {
      const sent = array([{ text: 'x' }], { 'x-tenant-id': 'beta' });
      assert.equal((await send(sent, { authenticate })).status, 403);
    });

    it('is admitted at the cost of its bytes, then of its actual logs', async () => {
      const costs: [string, Amount][] = [];
      const admit = (tenant: string, cost: Amount) => {
        costs.push([tenant, cost]);
        return Promise.resolve({});
      };
      const sent = array([{ text: 'x' }, { text: 'y' }], {});
      await accepted(sent, { authenticate, admit });
      const first = { requests: 1, bytes: sent.body.length, logs: 1 };
      assert.deepEqual(costs, [
        ['acme', first],
        ['acme', { requests: 0, bytes: 0, logs: 1 }],
      ]);
      costs.length = 0;
      const packed = { ...sent, body: gzipSync(sent.body) };
      const header = (name: string) => (name === 'content-encoding' ? 'gzip' : sent.header(name));
      await accepted({ ...packed, header }, { authenticate, admit });
      const total = costs.reduce((sum, [, { bytes }]) => sum + bytes, 0);
      assert.equal(total, Math.max(sent.body.length, packed.body.length));
      costs.length = 0;
      await accepted(array([{ text: 'x' }], {}), { authenticate, admit });
      assert.equal(costs.length, 1);
    });
  });

  it('is published in as few messages as the limits allow, all at once', async () => {
    let under = 0;
    let most = 0;
    const sizes: number[] = [];
    const publish = async ({ data }: { data: Buffer }) => {
      most = Math.max(most, (under += 1));
      sizes.push((JSON.parse(data.toString()) as { logs: [] }).logs.length);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under -= 1;
    };
    const logs = Array.from({ length: 1_100 }, () => ({ text: 'x' }));
    await accepted(array(logs), { publish });
    assert.deepEqual(sizes, [500, 500, 100]);
    assert.equal(most, 3);
  });

  it('gets a 503 if a message is not acknowledged, once all have settled', async () => {
    let settled = 0;
    const publish = async () => {
      await Promise.resolve();
      settled += 1;
      if (settled === 1) throw new Error('no answer');
    };
    const logs = Array.from({ length: 1_001 }, () => ({ text: 'x' }));
    const { status, headers } = await send(array(logs), { publish });
    assert.equal(status, 503);
    assert.equal(headers['retry-after'], '5');
    assert.equal(settled, 3);
  });

  it('of 100,000 logs is accepted', async () => {
    const body = `{"text":"x"}\n`.repeat(100_000);
    const { accepted: count, published } = await accepted(lines(body));
    assert.equal(count, 100_000);
    const ids = published.flatMap(({ logs }) => logs.map(({ log_id }) => log_id));
    assert.equal(new Set(ids).size, 100_000);
    assert.equal(published.length, 200);
  });

  it('lets other requests through while it is read', async () => {
    const { handle } = intake();
    const order: string[] = [];
    const large = handle(lines(`{"text":"x"}\n`.repeat(20_000))).then(() => order.push('large'));
    const small = handle(array([{ text: 'x' }])).then(() => order.push('small'));
    await Promise.all([large, small]);
    assert.deepEqual(order, ['small', 'large']);
  });
});
