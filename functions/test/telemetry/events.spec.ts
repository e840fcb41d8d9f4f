import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';

import { EVENTS } from '../../src/telemetry/events.js';
import type { Field } from '../../src/telemetry/field.js';

const SOURCES = new URL('../../src/', import.meta.url);

/** Every source file with its text, but the catalogue itself. */
const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== 'telemetry/events.ts')
  .map((file) => [file, readFileSync(new URL(file, SOURCES), 'utf8')] as const);

/** The room of each function; those of the console share one. */
const ROOMS: Record<string, string> = {
  ingest: 'ingest',
  processLogs: 'process',
  recordDeadLetters: 'dead-letter',
  countAlerts: 'alerts',
  checkAbsence: 'alerts',
  sendNotices: 'alerts',
};

/** What a file of `entry/` declares or wires, by its name. */
const ENTRIES: Record<string, string> = {
  ingest: 'ingest',
  'process-logs': 'process',
  'record-dead-letters': 'dead-letter',
  'count-alerts': 'alerts',
  'check-absence': 'alerts',
  'send-notices': 'alerts',
  console: 'console',
};

/** The room that a file belongs to. */
function roomOf(file: string): string | undefined {
  const [room, name = ''] = file.split('/');
  return room === 'entry' ? ENTRIES[name.replace(/^wire-|\.ts$/g, '')] : room;
}

describe('the catalogue of events', () => {
  for (const [name, { fields, by }] of Object.entries(EVENTS)) {
    it(`describes ${name} by names and numbers that metrics can count`, () => {
      assert.match(name, /^[a-z]+(_[a-z]+)+$/);
      for (const [field, described] of Object.entries<Field>(fields)) {
        assert.match(field, /^[a-z]+(_[a-z]+)*$/);
        assert.equal(described.unit !== undefined, described.type === 'integer', field);
        assert.ok(described.meaning.length > 10, field);
        if (field.endsWith('_ms')) assert.equal(described.unit, 'ms');
        if (described.values !== undefined) assert.ok(described.values.length <= 30);
      }
    });

    it(`names the function that writes ${name}`, () => {
      const writes = sources
        .filter(([, text]) => text.includes(`'${name}'`))
        .map(([file]) => roomOf(file));
      const expected = [...new Set(by.map((one) => ROOMS[one] ?? 'console'))];
      // What several functions find in the same room is written there.
      assert.deepEqual([...new Set(writes)], expected.length > 1 ? ['tenants'] : expected);
    });
  }
});

describe('the functions', () => {
  it('write only through the catalogue', () => {
    const others = sources
      .filter(([, text]) =>
        /\bconsole\.(?:log|info|warn|error|debug)\b|firebase-functions\/logger|std(?:out|err)\.write/.test(
          text,
        ),
      )
      .map(([file]) => file);
    assert.deepEqual(others, ['telemetry/log.ts']);
  });
});
