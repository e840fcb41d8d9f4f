import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 200;

/**
 * Sends as a client does: again while the answer is 503. On a busy machine, an emulator may answer later
 * than the gateway waits, which matters only to a test that cuts something off.
 */
export async function sendAgain(send: () => Promise<Response>, ms = 60_000): Promise<Response> {
  const deadline = Date.now() + ms;
  for (;;) {
    const response = await send();
    if (response.status !== 503 || Date.now() > deadline) return response;
    await response.arrayBuffer();
    await sleep(PAUSE_MS);
  }
}
