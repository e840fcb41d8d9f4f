// Preloaded into functions-framework, which has no option for the address it listens on and takes
// all of them: a test server belongs to this machine alone. Tells the parent process its port.
import { Server } from 'node:net';

// Called with its `this` below.
// oxlint-disable-next-line unbound-method
const { listen } = Server.prototype;

Server.prototype.listen = function (port, ...rest) {
  this.once('listening', () => process.send?.(this.address().port));
  // Idle connections stay open, as behind Cloud Run: Node would close one after five seconds, perhaps
  // just as a client sends on it.
  this.keepAliveTimeout = 0;
  return typeof rest[0] === 'string'
    ? listen.call(this, port, ...rest)
    : listen.call(this, port, '127.0.0.1', ...rest);
};
