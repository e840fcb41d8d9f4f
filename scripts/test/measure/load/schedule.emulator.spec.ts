import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { listen } from '../../../../harness/stack/listen.js';
import { createClient } from '../../../measure/load/client.js';
import { Ledger, LOG_STATE } from '../../../measure/load/ledger.js';
import { createPlan, type Kind } from '../../../measure/load/plan.js';
import { percentile, Recorder, toMs } from '../../../measure/load/recorder.js';
import { runSchedule } from '../../../measure/load/schedule.js';
import { sendPlan, type SendOptions } from '../../../measure/load/send.js';

const never = new AbortController().signal;

describe('the schedule of a load test', () => {
  it('triggers every request in order, at its time or later', async () => {
    const due: [number, number][] = [];
    const start = performance.now();
    const count = await runSchedule({ count: 50, intervalMs: 4, signal: never }, (index, dueAt) => {
      due.push([index, dueAt - start]);
      assert.ok(performance.now() >= dueAt);
    });
    assert.equal(count, 50);
    assert.deepEqual(
      due.map(([index]) => index),
      Array.from({ length: 50 }, (_, i) => i),
    );
    const first = due[0]?.[1] ?? NaN;
    for (const [index, at] of due) assert.ok(Math.abs(at - first - index * 4) < 1e-6);
  });

  it('catches up after a delayed sender, each request under its own time', async () => {
    const lags: number[] = [];
    await runSchedule({ count: 30, intervalMs: 2, signal: never }, (index, dueAt) => {
      if (index === 0) for (const until = performance.now() + 40; performance.now() < until;);
      lags.push(performance.now() - dueAt);
    });
    assert.equal(lags.length, 30);
    assert.ok((lags[1] ?? 0) > 30, String(lags[1]));
  });

  it('ends on a signal, and says how many were due', async () => {
    const stop = new AbortController();
    const count = await runSchedule(
      { count: 1_000, intervalMs: 5, signal: stop.signal },
      (index) => {
        if (index === 9) stop.abort();
      },
    );
    assert.equal(count, 10);
  });

  it('sends nothing after the signal, even if more is due by then', async () => {
    const stop = new AbortController();
    const sent: number[] = [];
    const schedule = { count: 30, intervalMs: 2, signal: stop.signal };
    const count = await runSchedule(schedule, (index) => {
      sent.push(index);
      if (index === 0) for (const until = performance.now() + 40; performance.now() < until;);
      if (index === 4) stop.abort();
    });
    await sleep(20);
    assert.equal(count, 5);
    assert.deepEqual(sent, [0, 1, 2, 3, 4]);
  });
});

describe('sending a plan', () => {
  let received: { at: number; body: string; headers: NodeJS.Dict<string | string[]> }[];
  let answer: RequestListener;
  let url: string;
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      received.push({ at: performance.now(), body, headers: request.headers });
      answer(request, response);
    });
  });

  before(async () => {
    url = `http://127.0.0.1:${await listen(server)}/ingest`;
  });

  beforeEach(() => {
    received = [];
    answer = (_, response) => response.writeHead(202).end('{}');
  });

  after(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
  });

  const run = async (
    requests: number,
    { mix = ['json'] as Kind[], connections = 100, timeoutMs = 60_000, ...more } = {},
    options: Partial<SendOptions> = {},
  ) => {
    const senders = [{ tenantId: 'acme' }];
    const plan = createPlan({
      run: 'r',
      seed: 1,
      requests,
      mix,
      batchSize: 3,
      senders,
      ...more,
    });
    const recorder = new Recorder();
    const ledger = new Ledger(plan.logs);
    const client = createClient({ urls: [url], connections, timeoutMs });
    const sent = await sendPlan({
      plan,
      client,
      recorder,
      ledger,
      requestsPerMinute: 6_000,
      maxInFlight: 1_000,
      graceMs: 60_000,
      signal: never,
      ...options,
    });
    return { plan, recorder, ledger, sent };
  };

  it('sends at the same rate to a server that stalls', async () => {
    const open: (() => void)[] = [];
    const start = performance.now();
    answer = (_, response) => {
      open.push(() => response.writeHead(202).end());
      // Nothing is answered until the last request arrives: a closed loop would never send it.
      if (open.length === 50) for (const end of open) end();
    };
    const { recorder } = await run(50);
    assert.equal(received.length, 50);
    assert.equal(recorder.statuses['202'], 50);
    assert.equal(recorder.peakInFlight, 50);
    assert.ok((received.at(-1)?.at ?? 0) - start >= 490);
  });

  it('counts latency from when a request was due, including the wait for a socket', async () => {
    // One socket and 50 ms an answer: the n-th of 20, due at n × 10 ms, is answered at n × 50 ms.
    answer = (_, response) => setTimeout(() => response.writeHead(202).end(), 50);
    const pauses = monitorEventLoopDelay();
    pauses.enable();
    const { recorder } = await run(20, { connections: 1 });
    pauses.disable();
    assert.equal(recorder.statuses['202'], 20);
    assert.ok(percentile(recorder.latency, 100) > 700, `${percentile(recorder.latency, 100)} ms`);
    assert.ok(percentile(recorder.latency, 50) > 350, `${percentile(recorder.latency, 50)} ms`);
    // A pause of this process delays the sending itself.
    assert.ok(toMs(recorder.lag.maxValue) < 700 + pauses.max / 1e6);
  });

  it('does not send requests beyond the limit in flight, and says so', async () => {
    const open: (() => void)[] = [];
    answer = (_, response) => {
      open.push(() => response.writeHead(202).end());
      if (open.length === 5) setTimeout(() => open.forEach((end) => end()), 300);
    };
    const { recorder, ledger } = await run(20, {}, { maxInFlight: 5 });
    assert.deepEqual(recorder.errors, { not_sent: 15 });
    assert.equal(recorder.due, 20);
    assert.equal(received.length, 5);
    assert.equal(ledger.count(LOG_STATE.notSent), 15);
    assert.equal(ledger.count(LOG_STATE.accepted), 5);
  });

  it('counts answers by status and errors by code, and knows which of them leave the outcome open', async () => {
    const outcomes = [202, 429, 503, 400, 'cut', 'silent'] as const;
    answer = (request, response) => {
      const outcome = outcomes[(received.length - 1) % outcomes.length];
      if (outcome === 'cut') request.socket.resetAndDestroy();
      else if (typeof outcome === 'number') response.writeHead(outcome).end();
    };
    const { recorder, ledger } = await run(6, { timeoutMs: 2_000 });
    assert.deepEqual(recorder.statuses, { 202: 1, 400: 1, 429: 1, 503: 1 });
    assert.equal(
      Object.values(recorder.errors).reduce((a, b) => a + b),
      2,
    );
    assert.ok(recorder.errors['UND_ERR_HEADERS_TIMEOUT'] === 1, JSON.stringify(recorder.errors));
    assert.equal(ledger.count(LOG_STATE.accepted), 1);
    assert.equal(ledger.count(LOG_STATE.refused), 2);
    assert.equal(ledger.count(LOG_STATE.unknown), 3);
    assert.equal(recorder.inFlight, 0);
  });

  it('gives up on unanswered requests when the grace period is over', async () => {
    answer = () => undefined;
    const { recorder } = await run(3, {}, { graceMs: 100 });
    assert.equal(recorder.failed, 3);
    assert.equal(recorder.inFlight, 0);
  });

  it('sends JSON, text and NDJSON, each log with an id and text of its own', async () => {
    answer = (request, response) => {
      const isBatch = request.headers['content-type'] === 'application/x-ndjson';
      const rejected = [{ index: 1, log_id: 'x', error: 'x' }];
      const batch = { status: 'accepted', accepted: 2, rejected, log_ids: ['a', 'c'] };
      response.writeHead(202).end(JSON.stringify(isBatch ? batch : {}));
    };
    const { plan, ledger, sent } = await run(3, { mix: ['json', 'text', 'batch'] });
    const by = (type: string) => received.find(({ headers }) => headers['content-type'] === type);
    const json = JSON.parse(by('application/json')?.body ?? '');
    assert.equal(json.tenant_id, 'acme');
    assert.equal(json.log_id, plan.logId(0));
    assert.equal(json.text, plan.text(0));
    const text = by('text/plain; charset=utf-8');
    assert.equal(text?.headers['x-log-id'], plan.logId(1));
    assert.equal(text?.headers['x-tenant-id'], 'acme');
    assert.equal(text?.body, plan.text(1));
    const lines = by('application/x-ndjson')
      ?.body.split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines?.map(({ log_id, text: each }) => [log_id, each]),
      [2, 3, 4].map((log) => [plan.logId(log), plan.text(log)]),
    );
    assert.equal(sent.rejectedLogs, 1);
    assert.equal(ledger.state(3), LOG_STATE.refused);
    assert.equal(ledger.count(LOG_STATE.accepted), 4);
  });

  it('treats a log of a batch as accepted only if the 202 says so', async () => {
    const { ledger, sent } = await run(1, { mix: ['batch'] });
    assert.equal(ledger.count(LOG_STATE.unknown), 3);
    assert.equal(sent.rejectedLogs, 3);
  });
});
