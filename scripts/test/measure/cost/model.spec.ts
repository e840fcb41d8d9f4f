import assert from 'node:assert/strict';

import { MAX_TERMS } from '../../../../functions/src/limits.js';
import { billedInstances, SECONDS_A_MONTH } from '../../../measure/cost/compute.js';
import { configuredInstances } from '../../../measure/cost/functions.js';
import { estimate, UnknownPlace, type Setup } from '../../../measure/cost/model.js';
import { whatIfs } from '../../../measure/cost/what-ifs.js';
import type { Workload } from '../../../measure/cost/workload.js';
import { runScript } from '../../../../harness/support/run-script.js';
import { INDEXES, SETUP, WORKLOAD } from './setup.js';

const run = (workload: Partial<Workload> = {}, setup: Partial<Setup> = {}) =>
  estimate({ ...WORKLOAD, ...workload }, { ...SETUP, ...setup });

const line = (item: string, ...args: Parameters<typeof run>) => {
  const { lines } = run(...args);
  const found = lines.find((one) => one.item === item);
  assert.ok(found, `no line ${item}`);
  return found;
};

const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) <= Math.abs(expected) * 1e-9, `${actual} ≠ ${expected}`);

describe('the cost of a million logs', () => {
  it('is one Firestore write each: 1.80 dollars in a multi-region, 0.90 in us-central1', () => {
    near(line('writes of logs').usd, 1.8);
    near(line('writes of logs', {}, { database: 'us-central1' }).usd, 0.9);
  });

  it('is two writes each if the original is kept apart', () => {
    near(line('writes of logs', { originalText: 'restricted' }).usd, 3.6);
  });

  it('is two requests to Cloud Run each, less with batches', () => {
    near(line('requests', {}).usd, 0.8);
    near(line('requests', { batch: 100 }).usd, 0.008);
  });

  it('is a line of ingest and one of the worker each, unless success lines are not stored', () => {
    const gib = (700 * 1e6) / 1024 ** 3;
    near(line('lines of ingest').usd, gib / 2);
    near(line('lines of the worker').usd, gib / 2);
    const assumptions = { ...SETUP.assumptions, successLines: 0 };
    assert.equal(line('lines of ingest', {}, { assumptions }).usd, 0);
    assert.equal(line('lines of the worker', {}, { assumptions }).usd, 0);
  });

  it('is a tenth of these lines if one in ten is stored', () => {
    const assumptions = { ...SETUP.assumptions, successLines: 0.1 };
    near(line('lines of ingest', {}, { assumptions }).usd, line('lines of ingest').usd / 10);
  });

  it('is more after a Firestore outage: each message of that time is retried, recorded and sent back', () => {
    const outage = { outageHours: 1 };
    const letters = 1e6 / 730;
    near(line('writes of healing', outage).quantity, 2 * letters);
    // Four failed deliveries, then the letter’s every two minutes for half an hour, its recording, and back.
    near(line('requests', outage).quantity - line('requests').quantity, letters * (4 + 1 + 15 + 1));
    near(line('lines of healing', outage).quantity, (letters * 21 * 700) / 1024 ** 3);
    assert.equal(line('writes of healing').quantity, 0);
  });

  it('is a write, two reads and a call for each message that an alert asks for', () => {
    const alerts = { alertMatches: 0.01 };
    near(line('writes of matches of alerts', alerts).quantity, 1e4);
    near(line('reads of alerts', alerts).quantity, 2e4);
    near(line('requests', alerts).quantity, 2.01e6);
    assert.equal(line('reads of alerts').quantity, 0);
  });

  it('is at least 1000 bytes of Pub/Sub in and out for a request', () => {
    const { message } = run({ bytes: 100 }).sizes;
    assert.ok(message < 1_000, `${message}`);
    // 2 × 1000 bytes × 10^6 in GiB, at 40 dollars a TiB.
    near(line('publishing and delivery', { bytes: 100 }).usd, ((2e9 / 1024 ** 3) * 40) / 1024);
    const { sizes } = run({ bytes: 5_000 });
    const bytes = 2e6 * sizes.message;
    near(line('publishing and delivery', { bytes: 5_000 }).usd, ((bytes / 1024 ** 3) * 40) / 1024);
  });

  it('is one delete each with a retention, and none without', () => {
    near(line('deletes by TTL', { retentionDays: 30 }).usd, 0.2);
    assert.equal(line('deletes by TTL', { retentionDays: 0 }).usd, 0);
  });

  it('is storage for as long as logs are kept, where forever counts as a year', () => {
    const item = 'storage of documents';
    const month = line(item, { retentionDays: 365 }).usd / 12;
    near(line(item, { retentionDays: 73 }).usd, month * 2.4);
    const { sizes } = run({ retentionDays: 365 });
    near(month, ((1e6 * sizes.documents) / 1024 ** 3) * 0.18);
    // Only by the expires_at that nothing asks for: 10 bytes of a name, 1, 8 of a value.
    assert.equal(sizes.documents - run({ retentionDays: 0 }).sizes.documents, 19);
  });

  it('is the message twice, a write and the payload for a dead letter, and a backlog after a day', () => {
    const dead = { deadLetters: 0.01 };
    near(line('writes of dead letters', dead).usd, 0.018);
    const unread = { ...dead, deadLetterBacklogDays: 7 };
    assert.equal(line('unacknowledged dead letters', { ...dead, deadLetterBacklogDays: 1 }).usd, 0);
    const bytes = 1e4 * run().sizes.messageOfOne;
    const months = 6 / (365 / 12);
    near(line('unacknowledged dead letters', unread).usd, (bytes / 1024 ** 3) * months * 0.27);
  });

  it('adds up to its total', () => {
    const { lines, usdPerMonth, usdPerMillion } = run({ logsPerMonth: 2e6 });
    near(
      lines.reduce((sum, { usd }) => sum + usd, 0),
      usdPerMonth,
    );
    near(usdPerMillion, usdPerMonth / 2);
  });

  it('counts a request of more than 500 logs, or 360 KB, as several messages', () => {
    const messages = (workload: Partial<Workload>) => run(workload).sizes.messages;
    assert.equal(messages({ batch: 500 }), 1);
    assert.equal(messages({ batch: 501 }), 2);
    assert.equal(messages({ batch: 20, bytes: 100_000 }), 7);
    near(line('requests', { batch: 1000 }).usd, (0.4 * 3) / 1000);
  });

  it('falls with more logs per request', () => {
    const totals = [1, 10, 100, 1000].map((batch) => run({ batch }).usdPerMillion);
    assert.deepEqual(
      totals,
      totals.toSorted((a, b) => b - a),
    );
    assert.ok(new Set(totals).size === totals.length);
  });

  it('falls in storage with every exemption of firestore.indexes.json', () => {
    const storage = (fieldOverrides: typeof INDEXES.fieldOverrides) =>
      line('storage of index entries', {}, { indexes: { ...INDEXES, fieldOverrides } }).usd;
    const all = storage(INDEXES.fieldOverrides);
    const present = ['original_text', 'modified_data', 'content_hash', 'severity', 'received_at'];
    for (const field of present) {
      const without = INDEXES.fieldOverrides.filter(({ fieldPath }) => fieldPath !== field);
      assert.ok(storage(without) > all, field);
    }
  });

  it('is an index entry for each term, plus five for time, severity and source', () => {
    const entries = (workload: Partial<Workload>) => run(workload).sizes.indexEntries;
    assert.equal(entries({ search: 'off' }), 5);
    // Its severity and its source; it has no attributes.
    assert.equal(entries({ search: 'fields' }), 5 + 2);
    const words = Math.ceil(500 / 7);
    assert.equal(entries({ search: 'full' }), 5 + 2 + words);
    assert.equal(entries({ search: 'full', bytes: 50_000 }), 5 + MAX_TERMS);
    const { indexes } = run({ search: 'full' }).sizes;
    const perTerm = (indexes - run({ search: 'fields' }).sizes.indexes) / words;
    assert.ok(perTerm > 150 && perTerm < 200, `${perTerm} bytes a term`);
  });

  it('charges only for usage beyond the free tier', () => {
    const free = { freeTier: true };
    const daily = (20_000 * 365) / 12;
    assert.equal(line('writes of logs', { logsPerMonth: daily }, free).usd, 0);
    near(line('writes of logs', { logsPerMonth: daily + 1e5 }, free).usd, 0.18);
    assert.ok(line('deletes by TTL', { retentionDays: 1, logsPerMonth: 1e3 }, free).usd > 0);
  });

  it('lists the regions and locations that it knows', () => {
    assert.throws(() => run({}, { region: 'mars' }), UnknownPlace);
    assert.throws(() => run({}, { database: 'mars' }), /There are: nam5, eur3, us-central1/);
  });
});

describe('the instances billed', () => {
  const instance = { vcpu: 1, memoryGib: 0.5, concurrency: 80, maxInstances: 100 };
  const billed = (perSecond: number, cpuMs: number, latencyMs: number) =>
    billedInstances({ perMonth: perSecond * SECONDS_A_MONTH, cpuMs, latencyMs }, instance, 0.5);

  it('are 100 ms for each request if requests are rare', () => {
    const perSecond = 0.001;
    const instances = billed(perSecond, 1, 20);
    assert.ok(Math.abs(instances - perSecond * 0.1) < perSecond * 0.1 * 0.001, `${instances}`);
  });

  it('are one if there is always a request, and the CPU is not used up', () => {
    assert.ok(Math.abs(billed(200, 1, 20) - 1) < 1e-6);
  });

  it('are as many as the CPU or the concurrency requires under load', () => {
    near(billed(5_000, 1, 20), 10);
    near(billed(5_000, 0.01, 1_600), 100);
  });

  it('are 100 ms of the worker for a message of 500 logs, which it writes at once', () => {
    const { worker } = run({ logsPerMonth: 5_000, batch: 500 }).instances;
    const ofTen = (10 * 0.1) / SECONDS_A_MONTH;
    assert.ok(Math.abs(worker - ofTen) < ofTen * 0.001, `${worker}`);
  });

  it('have the resources that the functions are configured with', () => {
    const { ingest, processLogs, recordDeadLetters } = configuredInstances();
    for (const { vcpu, memoryGib, concurrency } of [ingest, processLogs, recordDeadLetters]) {
      assert.ok(vcpu > 0 && memoryGib >= 0.125 && concurrency >= 1);
    }
    assert.ok(ingest.memoryGib >= recordDeadLetters.memoryGib);
  });
});

describe('what would change the cost', () => {
  const changes = new Map(
    whatIfs(WORKLOAD, SETUP).map(({ name, changePercent }) => [name, changePercent]),
  );
  const cases: [string, 'less' | 'more' | 'the same'][] = [
    ['1 log a request', 'the same'],
    ['100 logs a request', 'less'],
    ['database in us-central1 alone', 'less'],
    ['every field indexed, as Firestore does by default', 'more'],
    ['source, severity and time indexed by themselves', 'more'],
    ['search by fields alone', 'less'],
    ['no search but by time, severity and source', 'less'],
    ['kept for 7 days', 'less'],
    ['original text kept apart', 'more'],
    ['original text not kept', 'less'],
    ['1 % dead letters', 'more'],
    ['requests to Cloud Run not logged', 'less'],
  ];
  for (const [name, expected] of cases) {
    it(`is ${expected} with: ${name}`, () => {
      const change = changes.get(name) ?? NaN;
      if (expected === 'the same') assert.equal(change, 0);
      else assert.ok(expected === 'less' ? change < 0 : change > 0, `${change} %`);
    });
  }
});

describe('npm run cost', () => {
  it('writes all of its JSON to a pipe, with every line of the model', async () => {
    const { code, stdout } = await runScript('measure/cost.ts', ['--json'], process.env);
    assert.equal(code, 0);
    const { estimate: printed } = JSON.parse(stdout) as { estimate: { lines: unknown[] } };
    assert.equal(printed.lines.length, run().lines.length);
  });
});
