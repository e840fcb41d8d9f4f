import assert from 'node:assert/strict';

import { readTraceparent } from '../../src/contract/traceparent.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('readTraceparent', () => {
  for (const [what, header, expected] of [
    ['one that is sampled', `00-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`],
    ['one that is not', `00-${TRACE}-${SPAN}-00`, `00-${TRACE}-${SPAN}-00`],
    ['other flags, which mean nothing here', `00-${TRACE}-${SPAN}-03`, `00-${TRACE}-${SPAN}-01`],
    ['a later version, as this one', `cc-${TRACE}-${SPAN}-01`, `00-${TRACE}-${SPAN}-01`],
    ['a later version with more', `cc-${TRACE}-${SPAN}-01-what`, `00-${TRACE}-${SPAN}-01`],
    ['version 00 with more', `00-${TRACE}-${SPAN}-01-what`, undefined],
    ['more without a dash', `cc-${TRACE}-${SPAN}-01what`, undefined],
    ['version ff', `ff-${TRACE}-${SPAN}-01`, undefined],
    ['a trace of zeros', `00-${'0'.repeat(32)}-${SPAN}-01`, undefined],
    ['a span of zeros', `00-${TRACE}-${'0'.repeat(16)}-01`, undefined],
    ['upper case', `00-${TRACE.toUpperCase()}-${SPAN}-01`, undefined],
    ['two headers', `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`, undefined],
    ['a sentence', 'call ann@example.com', undefined],
    ['nothing', '', undefined],
  ] as const) {
    it(`${expected === undefined ? 'leaves out' : 'takes'} ${what}`, () => {
      assert.equal(readTraceparent(header), expected);
    });
  }

  for (const [what, header, expected] of [
    ['Google’s header, whose span is a decimal', `${TRACE}/67667974448284343;o=1`, '01'],
    ['one that is not sampled', `${TRACE}/67667974448284343;o=0`, '00'],
    ['one that does not say', `${TRACE}/67667974448284343`, '00'],
    ['upper case', `${TRACE.toUpperCase()}/67667974448284343;o=1`, '01'],
    ['one without a span', `${TRACE};o=1`, undefined],
    ['span 0', `${TRACE}/0;o=1`, undefined],
    ['a span of more than 64 bits', `${TRACE}/18446744073709551616;o=1`, undefined],
    ['a sentence', 'call ann@example.com', undefined],
  ] as const) {
    it(`${expected === undefined ? 'leaves out' : 'takes'} ${what}, as X-Cloud-Trace-Context`, () => {
      const traceparent = expected === undefined ? undefined : `00-${TRACE}-${SPAN}-${expected}`;
      assert.equal(readTraceparent(undefined, header), traceparent);
    });
  }

  it('prefers traceparent, and falls back if it is malformed', () => {
    const other = 'a'.repeat(32);
    const traceparent = `00-${other}-${SPAN}-01`;
    assert.equal(readTraceparent(traceparent, `${TRACE}/1`), traceparent);
    assert.equal(readTraceparent('none', `${TRACE}/1`), `00-${TRACE}-0000000000000001-00`);
  });

  it('keeps the largest span id', () => {
    const largest = `${TRACE}/18446744073709551615;o=1`;
    assert.equal(readTraceparent(undefined, largest), `00-${TRACE}-${'f'.repeat(16)}-01`);
  });
});
