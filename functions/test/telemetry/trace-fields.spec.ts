import assert from 'node:assert/strict';

import { traceFields } from '../../src/telemetry/trace-fields.js';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceFields', () => {
  it('gives trace fields the names and formats of Cloud Logging', () => {
    assert.deepEqual(traceFields(`00-${TRACE}-${SPAN}-01`, 'my-project'), {
      'logging.googleapis.com/trace': `projects/my-project/traces/${TRACE}`,
      'logging.googleapis.com/spanId': SPAN,
      'logging.googleapis.com/trace_sampled': true,
    });
    const unsampled = traceFields(`00-${TRACE}-${SPAN}-00`, 'my-project');
    assert.equal(unsampled['logging.googleapis.com/trace_sampled'], false);
  });
});
