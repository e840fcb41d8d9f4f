import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { EVENTS } from '../../../functions/src/telemetry/events.js';
import { COUNTED } from '../../develop/events/counted.js';
import { EVENTS_FILE, eventsPage } from '../../develop/events/page.js';

describe('docs/events.md', () => {
  it('is checked in as generated from the catalogue: `npm run events` writes it', async () => {
    assert.equal(readFileSync(EVENTS_FILE, 'utf8'), await eventsPage());
  });

  for (const { what, event, how } of COUNTED) {
    it(`counts ${what} by fields that their events have`, () => {
      const fields = [...how.matchAll(/`(\w+)`/g)].map(([, field = '']) => field);
      for (const name of [event].flat()) {
        const { fields: known } = EVENTS[name];
        assert.deepEqual(
          fields.filter((field) => !(field in known)),
          [],
          name,
        );
      }
    });
  }
});
