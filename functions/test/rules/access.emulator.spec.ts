import assert from 'node:assert/strict';
import type { RulesTestEnvironment } from '@firebase/rules-unit-testing';
import { Timestamp, type Firestore } from 'firebase/firestore';
import { ACTORS, ODD_CLAIMS, TENANTS } from './actors.js';
import { conditionsOf } from './coverage.js';
import { firestoreOf, openEnvironment, read, seed, type Documents } from './environment.js';
import { allowed, type Operation } from './operations.js';
import { RESOURCES } from './resources.js';

const data = { source: 'json_upload', processed_at: Timestamp.fromMillis(1_700_000_000_000) };

const documents: Documents = Object.fromEntries(
  TENANTS.flatMap((tenant) =>
    RESOURCES.filter(({ id }) => id !== undefined).map(({ collection, id }) => [
      `${collection(tenant)}/${id}`,
      data,
    ]),
  ),
);

const OPEN = RESOURCES.filter(({ may }) => Object.keys(may).length > 0);

function sentence(may: readonly Operation[], resource: string): string {
  if (may.length === 0) return `may do nothing with ${resource}`;
  return `may ${may.join(', ')}, and nothing else, with ${resource}`;
}

describe('firestore.rules: what each actor may do', () => {
  let environment: RulesTestEnvironment;

  before(async () => {
    environment = await openEnvironment('demo-rules');
    await seed(environment, documents);
  });

  after(() => environment?.cleanup());

  for (const actor of [...ACTORS, ...ODD_CLAIMS]) {
    describe(actor.who, () => {
      let firestore: Firestore;

      before(() => {
        firestore = firestoreOf(environment, actor);
      });

      // Malformed claims are tried only where the right one opens something, to keep this quick.
      for (const resource of ACTORS.includes(actor) ? RESOURCES : OPEN) {
        const may = resource.may[actor.standing] ?? [];

        it(sentence(may, resource.name), async () => {
          assert.deepEqual(await allowed(firestore, resource, actor.tenant), may);
        });
      }
    });
  }

  // A describe, because mocha runs a suite's own tests before its inner suites.
  describe('after all of that', () => {
    it('every document is unchanged', async () => {
      assert.deepEqual(await read(environment, Object.keys(documents)), documents);
    });

    it('every condition has decided both ways, and none by an error', async () => {
      const conditions = await conditionsOf(environment);
      assert.notEqual(conditions.length, 0);
      for (const { where, outcomes } of conditions) {
        assert.deepEqual(outcomes, ['false', 'true'], where);
      }
    });
  });
});
