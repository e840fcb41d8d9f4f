// Preloaded into functions-framework, which has no option for the address it listens on and takes
// all of them: a test server belongs to this machine alone.
import { Server } from 'node:net';

// Called with its `this` below.
// oxlint-disable-next-line unbound-method
const { listen } = Server.prototype;

Server.prototype.listen = function (port, ...rest) {
  return typeof rest[0] === 'string'
    ? listen.call(this, port, ...rest)
    : listen.call(this, port, '127.0.0.1', ...rest);
};
