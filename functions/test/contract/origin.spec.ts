import assert from 'node:assert/strict';

import { originAttributes, originOf, originOfRequest } from '../../src/contract/origin.js';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

const of = (headers: Record<string, string>) => originOfRequest((name) => headers[name]);

describe('originOfRequest', () => {
  it('uses the id and the trace that are sent', () => {
    const headers = { 'x-request-id': 'a.B_c:1~-', traceparent: TRACEPARENT };
    assert.deepEqual(of(headers), { requestId: 'a.B_c:1~-', traceparent: TRACEPARENT });
  });

  it('makes a new id each time none is sent', () => {
    const [one, other] = [of({}), of({})];
    assert.match(one.requestId, /^req_[0-9a-f]{32}$/);
    assert.notEqual(one.requestId, other.requestId);
    assert.equal(one.traceparent, undefined);
  });

  for (const sent of ['', 'ann@example.com', 'two words', 'a\n', 'ä', 'x'.repeat(129), 'a, b']) {
    it(`makes an id instead of ${JSON.stringify(sent.slice(0, 20))}`, () => {
      assert.match(of({ 'x-request-id': sent }).requestId, /^req_/);
    });
  }
});

describe('originAttributes and originOf', () => {
  it('give back the same origin', () => {
    for (const origin of [
      { requestId: 'r1', traceparent: TRACEPARENT },
      { requestId: 'r1', traceparent: undefined },
      { requestId: undefined, traceparent: undefined },
    ]) {
      assert.deepEqual(originOf(originAttributes(origin)), origin);
    }
  });

  it('use the attribute name of Google’s client libraries for the trace', () => {
    const attributes = originAttributes({ requestId: 'r1', traceparent: TRACEPARENT });
    assert.deepEqual(attributes, { request_id: 'r1', googclient_traceparent: TRACEPARENT });
  });

  it('leave out anything that another publisher could have written', () => {
    const attributes = { request_id: 'call 555-0199', googclient_traceparent: 'call 555-0199' };
    assert.deepEqual(originOf(attributes), { requestId: undefined, traceparent: undefined });
  });
});
