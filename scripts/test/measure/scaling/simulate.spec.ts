import assert from 'node:assert/strict';

import { shardsFor } from '../../../measure/scaling/scenarios.js';
import { type Scenario, simulateWrites } from '../../../measure/scaling/simulate.js';
import { Tablets } from '../../../measure/scaling/tablets.js';
import { keyOf, tablesOf } from '../../../measure/scaling/write-keys.js';
import { INDEXES } from '../cost/setup.js';

const run = (scenario: Partial<Scenario>, indexes = INDEXES) =>
  simulateWrites(indexes, {
    logsPerSecond: 1_500,
    tenants: 1,
    shards: 1,
    start: 'ramped',
    minutes: 60,
    seed: 1,
    ...scenario,
  });

/** Without any index on a time. */
const UNINDEXED = {
  indexes: [],
  fieldOverrides: INDEXES.fieldOverrides,
};

describe('a table that is split by key range', () => {
  const write = (tablets: Tablets, key: (number: number) => number, steps: number) => {
    let taken = 0;
    for (let step = 0; step < steps; step++) {
      taken = 0;
      for (let number = 0; number < 40; number++) {
        const at = key(step * 40 + number);
        if (!tablets.hasRoom(at, 1)) continue;
        tablets.take(at, 1);
        taken += 1;
      }
      tablets.endStep();
    }
    return taken;
  };
  const table = () => new Tablets({ capacity: 10, hotStepsBeforeSplit: 2 });

  it('takes more and more if keys are spread', () => {
    const tablets = table();
    assert.equal(
      write(tablets, (number) => (number * 0.618034) % 1, 1),
      10,
    );
    assert.equal(
      write(tablets, (number) => (number * 0.618034) % 1, 30),
      40,
    );
    assert.ok(tablets.count >= 4);
  });

  it('never takes more if keys only grow, however often it is split', () => {
    const tablets = table();
    assert.equal(
      write(tablets, (number) => number, 100),
      10,
    );
    assert.ok(tablets.count > 10);
  });
});

describe('the tables that a stored log touches', () => {
  it('are the documents and one for each index entry', () => {
    assert.deepEqual(
      tablesOf(INDEXES).map(({ fields }) => fields.join(', ')),
      [
        '',
        'shard, time',
        'shard, time',
        'shard, severity, time',
        'shard, source, time',
        'shard, source, severity, time',
        'shard, level, terms, time',
      ],
    );
  });

  it('all have the shard before the time', () => {
    for (const { fields } of tablesOf(INDEXES)) {
      const [shard, time] = [fields.indexOf('shard'), fields.indexOf('time')];
      assert.ok(shard <= time);
      assert.equal(shard === -1, time === -1);
    }
  });

  it('keep tenants, then values, then times in order', () => {
    const write = { tenant: 1, severity: 0, shard: 0, id: 0.9, time: 0.1 };
    const table = { name: '', fields: ['severity', 'time'] };
    const keys = [
      write,
      { ...write, time: 0.2, id: 0.1 },
      { ...write, severity: 1, time: 0 },
      { ...write, tenant: 2, time: 0 },
    ].map((one) => keyOf(table, one));
    assert.deepEqual(
      keys,
      keys.toSorted((a, b) => a - b),
    );
    assert.equal(new Set(keys).size, keys.length);
  });
});

describe('the simulation of Firestore’s write rate', () => {
  it('sustains a thousand logs a minute of one tenant from the start', () => {
    const { verdict, mostWaiting } = run({ logsPerSecond: 1_000 / 60, start: 'at once' });
    assert.equal(verdict, 'holds');
    assert.ok(mostWaiting < 500);
  });

  it('stops at 500 writes a second of one tenant, however long it ramps up', () => {
    const { verdict, storedPerSecond } = run({ minutes: 120 });
    assert.equal(verdict, 'falls behind');
    assert.ok(storedPerSecond <= 500 && storedPerSecond > 480, `${storedPerSecond}`);
  });

  it('sustains that same load if no index contains a time', () => {
    assert.equal(run({}, UNINDEXED).verdict, 'holds');
  });

  it('sustains a load with the advised number of shards, and not with too few', () => {
    assert.equal(run({ shards: shardsFor(1_500) }).verdict, 'holds');
    const { verdict, storedPerSecond } = run({ shards: 2, minutes: 120 });
    assert.equal(verdict, 'falls behind');
    assert.ok(storedPerSecond <= 1_000 && storedPerSecond > 900, `${storedPerSecond}`);
  });

  it('sustains ten tenants that share the load, without shards', () => {
    assert.equal(run({ tenants: 10 }).verdict, 'holds');
  });

  it('leaves a smaller backlog if the load grows by half every 5 minutes', () => {
    const ramped = run({ tenants: 10 });
    const atOnce = run({ tenants: 10, start: 'at once' });
    assert.ok(ramped.mostWaiting * 3 < atOnce.mostWaiting);
  });

  it('repeats a run from its seed', () => {
    const short = { minutes: 10, tenants: 3 };
    assert.deepEqual(run(short), run(short));
    assert.notDeepEqual(run(short), run({ ...short, seed: 2 }));
  });
});
