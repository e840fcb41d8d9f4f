import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import { createResolvePublic } from '../../src/adapters/resolve-public.js';

/** Addresses by name, in DNS wire format. */
const RECORDS: Readonly<Record<string, { a?: number[]; aaaa?: number[] }>> = {
  'both.example': { a: [8, 8, 8, 8], aaaa: [0x20, 0x01, 0x48, 0x60, ...Array(11).fill(0), 1] },
  'old.example': { a: [1, 1, 1, 1] },
  'half.example': { a: [1, 1, 1, 1], aaaa: [0xfd, ...Array(14).fill(0), 1] },
  'inside.example': { a: [169, 254, 169, 254] },
  localhost: { a: [8, 8, 4, 4] },
};
const AAAA = 28;

describe('the addresses of a target', () => {
  let server: Socket;
  let resolvePublic: ReturnType<typeof createResolvePublic>;

  before(async () => {
    server = createSocket('udp4');
    server.on('message', (question, { address, port }) =>
      server.send(answerTo(question), port, address),
    );
    server.bind(0, '127.0.0.1');
    await once(server, 'listening');
    resolvePublic = createResolvePublic({ nameServers: [`127.0.0.1:${server.address().port}`] });
  });
  after(() => server.close());

  for (const [host, expected] of [
    ['both.example', { ok: true, addresses: ['8.8.8.8', '2001:4860::1'] }],
    ['old.example', { ok: true, addresses: ['1.1.1.1'] }],
    // The machine's own host name is not looked up.
    ['localhost', { ok: true, addresses: ['8.8.4.4'] }],
    ['8.8.8.8', { ok: true, addresses: ['8.8.8.8'] }],
    ['half.example', { ok: false, reason: 'address_not_public' }],
    ['inside.example', { ok: false, reason: 'address_not_public' }],
    ['127.0.0.1', { ok: false, reason: 'address_not_public' }],
    ['::1', { ok: false, reason: 'address_not_public' }],
    ['none.example', { ok: false, reason: 'name_not_found' }],
  ] as const) {
    it(`of ${host} are ${expected.ok ? expected.addresses.join(', ') : `refused: ${expected.reason}`}`, async () => {
      assert.deepEqual(await resolvePublic(host), expected);
    });
  }
});

/** A DNS question with its answer: https://www.rfc-editor.org/rfc/rfc1035#section-4.1 */
function answerTo(question: Buffer): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  const type = question.readUInt16BE(at + 1);
  const records = RECORDS[labels.join('.').toLowerCase()];
  const data = type === AAAA ? records?.aaaa : records?.a;
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(records === undefined ? 0x8183 : 0x8180, 2);
  header.writeUInt16BE(data === undefined ? 0 : 1, 6);
  header.fill(0, 8);
  const asked = question.subarray(12, at + 5);
  if (data === undefined) return Buffer.concat([header, asked]);
  const fields = [0xc0, 12, 0, type, 0, 1, 0, 0, 0, 60, 0, data.length];
  return Buffer.concat([header, asked, Buffer.from([...fields, ...data])]);
}
