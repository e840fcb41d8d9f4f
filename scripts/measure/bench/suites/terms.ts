import { serveFunction } from '../../../../harness/stack/function-server.js';
import { underLoad } from '../contender.js';
import { inTurn, ratioTo } from '../rounds.js';
import type { Goal, Suite } from '../suite.js';
import { deliveries } from './deliveries.js';

const LOGS = 500;
const CONNECTIONS = 2;
const SIZES = [75, 500] as const;

/** What indexing words costs the worker. */
export const terms: Suite = {
  googles: ['stand-in', 'emulators'],
  async run({ google, env, rounds, seconds, onStep }) {
    const server = await serveFunction('processLogs', env);
    try {
      const contenders = SIZES.flatMap((textBytes) =>
        (['off', 'full'] as const).map((search) =>
          underLoad(
            `${textBytes} bytes, search ${search}`,
            server,
            deliveries(
              { tenantId: `search-${search}`, logs: LOGS, textBytes },
              CONNECTIONS,
              seconds,
            ),
            LOGS,
          ),
        ),
      );
      const measured = await inTurn(contenders, rounds, onStep);
      const goals = SIZES.flatMap((textBytes, size): Goal[] => {
        const [off, full] = measured.slice(2 * size);
        return [
          {
            what: `logs of ${textBytes} bytes with their words, processor time of those without`,
            ratio: ratioTo(full, off, 'CPU ms'),
            goal: { atMost: 1 / 0.8 },
          },
          {
            what: `logs of ${textBytes} bytes with their words, logs/s of those without`,
            ratio: ratioTo(full, off, 'logs/s'),
            goal: { atLeast: 0.8 },
          },
        ];
      });
      return {
        title: `Terms: logs stored with their words and without, ${LOGS} a message`,
        measured,
        // The emulator writes an index entry for each word, on the same cores: that cost is its own.
        goals:
          google.name === 'emulators'
            ? goals.filter(({ what }) => what.includes('processor'))
            : goals,
        notes:
          google.name === 'emulators'
            ? ['Logs/s are no goal here: the emulator indexes each word on the same cores.']
            : [],
      };
    } finally {
      await server.stop();
    }
  },
};
