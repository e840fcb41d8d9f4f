import assert from 'node:assert/strict';

import { chooseEmulators } from '../../local-stack/choose-emulators.js';

const OWN = { firestoreJar: 'own.jar', pubsubBinary: 'own-pubsub' };
const SDK = { firestoreJar: 'sdk.jar', pubsubBinary: 'sdk-pubsub' };

type Row = [
  java: number | undefined,
  cached: boolean,
  online: boolean,
  sdk: boolean,
  chosen: 'own' | 'downloaded' | 'sdk' | RegExp,
];

const ROWS: Row[] = [
  [undefined, true, true, true, /Java was not found/],
  [8, true, true, true, /No emulators were found for Java 8: install/],
  [11, true, true, true, 'sdk'],
  [17, true, true, true, 'sdk'],
  [17, false, false, true, 'sdk'],
  [17, true, true, false, /No emulators were found for Java 17: install/],
  [21, true, false, false, 'own'],
  [21, true, true, true, 'own'],
  [21, false, true, true, 'downloaded'],
  [25, false, true, false, 'downloaded'],
  [21, false, false, true, 'sdk'],
  [25, false, false, false, /No emulators were found for Java 25: install/],
];

describe('chooseEmulators', () => {
  for (const [major, cached, online, sdk, chosen] of ROWS) {
    const machine = [
      major === undefined ? 'no Java' : `Java ${major}`,
      ...(cached ? ['a cache'] : []),
      ...(online ? ['a network'] : []),
      ...(sdk ? ['a Cloud SDK'] : []),
    ].join(', ');

    it(`with ${machine}: ${chosen instanceof RegExp ? 'says how to fix it' : chosen}`, async () => {
      let downloads = 0;
      const choosing = chooseEmulators({
        java: major === undefined ? undefined : { command: 'java', major },
        cached: cached ? OWN : undefined,
        canDownload: () => Promise.resolve(online),
        download: () => {
          downloads += 1;
          return Promise.resolve(OWN);
        },
        cloudSdk: () => (sdk ? SDK : undefined),
      });
      if (chosen instanceof RegExp) {
        await assert.rejects(choosing, { name: 'OperatorError', message: chosen });
        return;
      }
      const { pubsubBinary, firestoreArgs, origin } = await choosing;
      assert.equal(pubsubBinary, chosen === 'sdk' ? 'sdk-pubsub' : 'own-pubsub');
      assert.equal(firestoreArgs[0], chosen === 'sdk' ? '-cp' : '-jar');
      assert.ok(origin.endsWith(`on Java ${major}`));
      assert.equal(downloads, chosen === 'downloaded' ? 1 : 0);
    });
  }
});
