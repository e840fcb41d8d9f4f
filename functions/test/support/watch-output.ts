import assert from 'node:assert/strict';

import type { EventName } from '../../src/telemetry/events.js';
import type { FunctionServer } from '../../../harness/stack/function-server.js';
import { eventually } from '../../../harness/support/eventually.js';
import type { Canary } from './canary.js';
import { eventsIn, eventsOf, type LoggedEvent, type Part } from './events.js';

/** What functions write about themselves. */
export interface WatchedOutput {
  lines: () => string[];
  /** The first event of a name with these fields, once it is written. */
  event: (name: EventName, of?: Partial<LoggedEvent>) => Promise<LoggedEvent>;
  /** Every event of a part of the catalogue was seen, and no line holds the canary. */
  assertTellsNothing: (part: Part, canary: Canary) => Promise<void>;
}

/** Servers may be added to the list later. */
export function watchOutput(servers: readonly FunctionServer[]): WatchedOutput {
  const lines = () => servers.flatMap(({ output }) => output);
  const find = (name: EventName, of: Partial<LoggedEvent>) =>
    eventsIn(lines()).find(
      (event) =>
        event.event === name &&
        Object.entries(of).every(([field, value]) => event[field] === value),
    );
  return {
    lines,
    event: (name, of = {}) => eventually(`${name} ${JSON.stringify(of)}`, () => find(name, of)),
    assertTellsNothing: async (part, canary) => {
      // A line arrives some time after it is written.
      for (const name of eventsOf(part)) await eventually(name, () => find(name, {}));
      assert.deepEqual(canary.linesIn(lines()), []);
    },
  };
}
