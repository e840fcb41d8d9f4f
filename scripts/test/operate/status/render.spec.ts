import assert from 'node:assert/strict';

import { markAlarms, renderStatus } from '../../../operate/status/render.js';
import { type Status, toJson } from '../../../operate/status/status.js';

const missing = { missing: 'not here' };

const status: Status = {
  at: '2026-01-15T10:30:00.000Z',
  project: 'p',
  source: 'Cloud Monitoring',
  window_seconds: 300,
  accepted_per_second: 1234.5,
  repaired_per_second: 2,
  stored_per_second: 0.0333,
  duplicate_per_second: 0,
  rejected_per_second: 12,
  failed_per_second: missing,
  delay_ms: { p50: 12.4, p95: missing, p99: 900 },
  undelivered_messages: 7,
  oldest_message_seconds: 45_000,
  subscriptions: 1,
  subscriptions_without_policy: 0,
  dead_letters: 3,
  dead_letters_waiting: missing,
  dead_letters_healed: 12,
  tenants: Array.from({ length: 22 }, (_, index) => ({
    tenant_id: index === 0 ? '' : `t${index}`,
    stored_per_second: missing,
    dead_letters: 22 - index,
    dead_letters_waiting: missing,
  })),
};

describe('renderStatus', () => {
  const lines = renderStatus(status).split('\n');
  const cellsOf = (name: string) =>
    lines
      .find((line) => line.startsWith(`${name} `) || line.startsWith(`│ ${name} `))
      ?.replace(name, '')
      .split('│')
      .map((cell) => cell.trim())
      .filter((cell) => cell !== '');

  for (const [name, ...cells] of [
    ['logs accepted', '1235/s'],
    ['logs kept in another form', '2.0/s'],
    ['logs stored', '0.033/s'],
    ['logs that were stored before', '0/s'],
    ['requests failed (5xx)', 'not here'],
    ['delay until stored, p50', '12 ms'],
    ['delay until stored, p95', 'not here'],
    ['oldest message', '12.5 h'],
    ['without a delivery policy', '0'],
    ['healed automatically, 24 hours', '12'],
    ['(none valid)', 'not here', '22', 'not here'],
    ['t19', 'not here', '3', 'not here'],
    ['t20'],
  ] as const) {
    it(`shows ${name} as ${cells.join(', ') || 'one of too many'}`, () => {
      assert.deepEqual(cellsOf(name), cells.length > 0 ? cells : undefined);
    });
  }

  it('says how many tenants it leaves out', () => {
    assert.equal(lines.at(-1), '2 more tenants: see --json.');
  });

  it('marks a missing delivery policy in red, and nothing else', () => {
    // The terminal's output, whatever this one can show.
    const red = (text: string) =>
      markAlarms(text)
        .split('\n')
        .filter((line) => line.includes('\u001B'));
    process.env['FORCE_COLOR'] = '1';
    assert.deepEqual(red(renderStatus(status)), []);
    const marked = red(renderStatus({ ...status, subscriptions_without_policy: 2 }));
    assert.equal(marked.length, 1);
    const [line = ''] = marked;
    assert.ok(line.startsWith('\u001B[31mwithout a delivery policy'), line);
    assert.ok(line.includes('npm run delivery-policy'), line);
  });

  it('gives programs null, with the reason by path', () => {
    const json = toJson({ ...status, tenants: status.tenants.slice(0, 1) });
    assert.deepEqual(json, {
      ...status,
      failed_per_second: null,
      delay_ms: { p50: 12.4, p95: null, p99: 900 },
      dead_letters_waiting: null,
      tenants: [
        { tenant_id: '', stored_per_second: null, dead_letters: 22, dead_letters_waiting: null },
      ],
      missing: {
        failed_per_second: 'not here',
        'delay_ms.p95': 'not here',
        dead_letters_waiting: 'not here',
        'tenants.0.stored_per_second': 'not here',
        'tenants.0.dead_letters_waiting': 'not here',
      },
    });
  });
});
