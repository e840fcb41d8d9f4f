import type { ServerResponse } from 'node:http';

import { type Acquire, createByteBudget } from '../lib/byte-budget.js';
import { MESSAGE_WAIT_MS, MESSAGES_IN_WORK_BYTES, SMALL_MESSAGE_BYTES } from '../limits.js';
import { announcedBytes, openFrontDoor, type Pass } from './front-door.js';

/**
 * Holds messages back while others take up an instance's memory: the platform reads each one as soon
 * as it arrives, and processing a message takes many times its size. Small ones do not wait. Call
 * once, when the module loads, in a process that serves only a worker. Returns a function that undoes
 * it.
 */
export function boundMessages(
  acquire: Acquire = createByteBudget({ total: MESSAGES_IN_WORK_BYTES, waitMs: MESSAGE_WAIT_MS }),
): () => void {
  return openFrontDoor({
    enters(request, response, pass) {
      const announced = announcedBytes(request) ?? MESSAGES_IN_WORK_BYTES;
      if (announced <= SMALL_MESSAGE_BYTES) {
        pass();
        return;
      }
      // The largest messages run alone.
      const bytes = Math.min(announced, MESSAGES_IN_WORK_BYTES);
      void enter(bytes, response, pass);
    },
  });

  async function enter(bytes: number, response: ServerResponse, pass: Pass): Promise<void> {
    const share = await acquire('', bytes);
    if (share === undefined || response.destroyed) {
      share?.release();
      // Pub/Sub redelivers it.
      if (!response.destroyed) response.writeHead(503).end();
      return;
    }
    response.once('close', () => share.release());
    pass();
  }
}
