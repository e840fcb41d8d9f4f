import assert from 'node:assert/strict';

import { Problem } from '../../../../src/ingest/http/problem.js';
import { post } from '../../../support/foreign.js';

describe('the format of Seq', () => {
  it('reads its compact form, one event per line', async () => {
    const body =
      '{"@t":"2026-11-27T18:10:40.2401Z","@mt":"Hi {User}: {n:000}","@r":["007"],"User":"ada","n":7,"@l":"Fatal","@i":"abc","@@odd":1}\n' +
      '{"@t":"2026-11-27T18:10:40Z","@m":"rendered","@mt":"ren{dered}","@tr":"t1","@sp":"s1"}\r\n' +
      '{"@t":"2026-11-27T18:10:40Z","@x":"Boom at line 1"}\n';
    const { response, logs, sources } = await post('/ingest/clef', body);
    assert.deepEqual([response.status, response.body], [201, { MinimumLevelAccepted: null }]);
    assert.deepEqual(sources, new Set(['seq_events']));
    assert.deepEqual(
      logs.map(({ text, severity, attributes }) => [text, severity, attributes]),
      [
        [
          'Hi ada: 007',
          'CRITICAL',
          {
            User: 'ada',
            n: 7,
            '@odd': 1,
            message_template: 'Hi {User}: {n:000}',
            event_type: 'abc',
          },
        ],
        ['rendered', undefined, { message_template: 'ren{dered}', trace_id: 't1', span_id: 's1' }],
        ['Boom at line 1', undefined, { exception: 'Boom at line 1' }],
      ],
    );
    assert.equal(logs[0]?.timestamp, '2026-11-27T18:10:40.2401Z');
  });

  it('reads its older form, as its JavaScript clients send it', async () => {
    const { response, logs } = await post('/api/events/raw', {
      Events: [
        {
          Timestamp: '2026-11-27T18:10:40.240Z',
          Level: 'warn',
          MessageTemplate: 'to {User} {cart}',
          Properties: { User: 'ada', cart: { items: 3 }, level: 'a property' },
          Exception: 'Error: boom',
        },
      ],
    });
    assert.equal(response.status, 201);
    const [{ text, severity, timestamp, attributes } = assert.fail()] = logs;
    assert.deepEqual(
      [text, severity, timestamp],
      ['to ada {"items":3}', 'WARNING', '2026-11-27T18:10:40.240Z'],
    );
    assert.deepEqual(attributes, {
      User: 'ada',
      cart: { items: 3 },
      level: 'a property',
      message_template: 'to {User} {cart}',
      exception: 'Error: boom',
    });
  });

  it('answers an empty body with 201, and reports errors as Seq does', async () => {
    assert.equal((await post('/api/events/raw', { Events: [] })).response.status, 201);
    const authenticate = () => Promise.reject(new Problem('unauthorized', 'The reason.'));
    const { response } = await post('/api/events/raw', '', {}, { authenticate });
    assert.deepEqual([response.status, response.body], [401, { Error: 'The reason.' }]);
  });

  it('does not let a template turn a small event into a large text', async () => {
    const event = { '@mt': '{a}'.repeat(5_000), a: 'x'.repeat(5_000) };
    const { logs } = await post('/ingest/clef', event);
    const text = logs[0]?.text ?? '';
    assert.ok(text.length < 30_000, String(text.length));
    assert.ok(text.startsWith('xxx'));
    assert.ok(text.endsWith('{a}'));
  });

  it('renders no more holes than a request may hold values, and keeps further templates', async () => {
    const template = '{a}'.repeat(4_000);
    const events = Array.from({ length: 130 }, () => ({ '@mt': template, a: 1 }));
    const { logs } = await post(
      '/ingest/clef',
      events.map((event) => `${JSON.stringify(event)}\n`).join(''),
    );
    // Each has as many opening as closing braces.
    const rendered = logs.filter(({ text }) => text.startsWith('1'));
    assert.equal(rendered.length, 125);
    assert.ok(logs.every(({ attributes }) => attributes?.['message_template'] === template));
    assert.ok(logs.slice(125).every(({ text }) => text === template));
  });
});
