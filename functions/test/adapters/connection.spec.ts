import assert from 'node:assert/strict';
import { createServer } from 'node:http';

import { connect } from '../../src/adapters/google-rest/connection.js';
import { GRPC } from '../../src/lib/grpc-codes.js';
import { listen } from '../../../harness/stack/listen.js';

const CALL = { method: 'GET', path: '/' } as const;

describe('a connection to a Google service', () => {
  it('gives up on a token that never comes, within the time of the call', async () => {
    const never = () => new Promise<string>(() => {});
    const connection = connect({ service: 'x', emulatorHost: '127.0.0.1:1', accessToken: never });
    await assert.rejects(connection.call(CALL, 50), { code: GRPC.UNAVAILABLE });
  });

  it('asks again for a token that did not come in time for the first attempt', async () => {
    const server = createServer((request, response) =>
      response.end(JSON.stringify(request.headers.authorization)),
    );
    const port = await listen(server);
    let asked = 0;
    const second = () =>
      (asked += 1) === 1 ? new Promise<string>(() => {}) : Promise.resolve('t2');
    const emulatorHost = `127.0.0.1:${port}`;
    const connection = connect({
      service: 'x',
      emulatorHost,
      attemptTimeoutMs: 20,
      accessToken: second,
    });
    try {
      assert.equal(await connection.call(CALL, 10_000), 'Bearer t2');
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });

  it('makes no request with a token that comes too late', async () => {
    let requests = 0;
    const server = createServer((_request, response) => {
      requests += 1;
      response.end('{}');
    });
    const port = await listen(server);
    const late = () => new Promise<string>((resolve) => setTimeout(resolve, 60, 'late'));
    const connection = connect({
      service: 'x',
      emulatorHost: `127.0.0.1:${port}`,
      accessToken: late,
    });
    try {
      await assert.rejects(connection.call(CALL, 20), { code: GRPC.UNAVAILABLE });
      await new Promise((resolve) => setTimeout(resolve, 100));
      assert.equal(requests, 0);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});
