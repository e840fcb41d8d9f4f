import assert from 'node:assert/strict';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';
import { intake } from '../../../support/intake.js';
import { request } from '../../../support/request.js';

const EVENT = '/services/collector/event/1.0';
const RAW = '/services/collector/raw';
/** What needle sends it as. */
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

describe('the format of Splunk', () => {
  it('reads consecutive events, as splunk-logging and winston’s transport send them', async () => {
    const body =
      '{"host":"farm","source":"coop","time":"1795803039.712","event":{"message":"plain","severity":"warn"}}' +
      '{"source":"winston","time":1795803039.7371234,"event":{"message":{"msg":"a text","meta":{"cart":{"items":3}}},"severity":"info"},"fields":{"team":"a"}}\n' +
      '{"event":"a text alone"}  {"event":{"temperature":"70F"}}';
    const { response, logs, sources } = await post(`${EVENT}?channel=c&index=main`, body, FORM);
    assert.deepEqual([response.status, response.body], [200, { text: 'Success', code: 0 }]);
    assert.deepEqual(sources, new Set(['splunk_hec']));
    const kept = logs.map(({ text, timestamp, severity, attributes }) => ({
      text,
      timestamp,
      severity,
      attributes,
    }));
    assert.deepEqual(kept, [
      {
        text: 'plain',
        timestamp: '2026-11-27T18:10:39.712Z',
        severity: 'WARNING',
        attributes: { host: 'farm', source: 'coop', index: 'main' },
      },
      {
        text: 'a text',
        timestamp: '2026-11-27T18:10:39.737123500Z',
        severity: 'INFO',
        attributes: { meta: { cart: { items: 3 } }, source: 'winston', index: 'main', team: 'a' },
      },
      {
        text: 'a text alone',
        timestamp: undefined,
        severity: undefined,
        attributes: { index: 'main' },
      },
      {
        text: '{"temperature":"70F"}',
        timestamp: undefined,
        severity: undefined,
        attributes: { temperature: '70F', index: 'main' },
      },
    ]);
  });

  it('names the first faulty event, and accepts the others', async () => {
    const body = '{"event":"a"}{"event":""}{"event":"c"}{"fields":{}}';
    const { response, logs } = await post(EVENT, body);
    assert.equal(response.status, 400);
    assert.deepEqual(response.body, {
      text: 'Event field cannot be blank',
      code: 13,
      'invalid-event-number': 1,
    });
    assert.equal(logs.length, 2);
    const none = await post(EVENT, '{}');
    assert.equal((none.response.body as { code: number }).code, 12);
    assert.deepEqual((await post(EVENT, '')).response.body, { text: 'No data', code: 5 });
  });

  it('says what to change if it accepts nothing', async () => {
    const { handle } = intake();
    const { status, body } = await handle(request('POST', EVENT, {}, '{"event":"a"}'));
    assert.equal(status, 400);
    assert.match((body as { text: string }).text, /^Invalid data format: .*X-Tenant-ID/);
  });

  it('reads raw lines with the metadata of the query', async () => {
    const body = 'line 1\r\n{"msg":"line 2","level":"error"}\n\n';
    const { response, logs } = await post(`${RAW}?sourcetype=x&host=h`, body);
    assert.equal(response.status, 200);
    assert.deepEqual(
      logs.map(({ text, severity, attributes }) => [text, severity, attributes]),
      [
        ['line 1', undefined, { host: 'h', sourcetype: 'x' }],
        ['line 2', 'ERROR', { host: 'h', sourcetype: 'x' }],
      ],
    );
  });

  for (const [problem, headers, status, code] of [
    [new Problem('unauthorized', 'no'), { authorization: 'Splunk x' }, 403, 4],
    [new Problem('unauthorized', 'no'), {}, 401, 2],
    [new Problem('too_many_requests', 'no'), {}, 429, 9],
    [new Problem('unavailable', 'no'), {}, 503, 9],
  ] as const) {
    it(`answers ${status} with code ${code}`, async () => {
      const authenticate = () => Promise.reject(problem);
      const { response } = await post(EVENT, '{"event":"a"}', headers, { authenticate });
      assert.deepEqual([response.status, (response.body as { code: number }).code], [status, code]);
    });
  }

  it('reports its health', async () => {
    const { status, body } = await intake().handle(request('GET', '/services/collector/health'));
    assert.deepEqual([status, body], [200, { text: 'HEC is healthy', code: 17 }]);
  });

  it('does not repeat a long query in each of many lines', async () => {
    const path = `${RAW}?source=${'x'.repeat(8000)}`;
    const { response } = await post(path, 'a\n'.repeat(10_000));
    assert.equal(response.status, 413);
  });
});
