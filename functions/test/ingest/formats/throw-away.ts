import type { Format } from '../../../src/ingest/formats/format.js';
import { Problem } from '../../../src/ingest/http/problem.js';

/** A made-up test protocol: one log per line, severity and text separated by `|`. */
export const throwAway: Format = {
  source: 'text_upload',

  read: (body) =>
    body
      .toString()
      .split('\n')
      .map((line) => {
        const [severity, text] = line.split('|');
        return text === undefined
          ? { fields: {}, fault: 'has no |' }
          : { fields: { severity, text }, tenantHint: 'hinted' };
      }),

  answer({ logs, accepted }) {
    if (accepted === 0) throw new Problem('invalid_request', 'None of them.');
    return { status: 200, headers: {}, body: logs.map(({ ok }) => (ok ? '+' : '-')).join('') };
  },

  failure: ({ message }) => ({ status: 418, headers: {}, body: `! ${message}` }),

  credential: (request) => request.header('x-throw-away'),
};
