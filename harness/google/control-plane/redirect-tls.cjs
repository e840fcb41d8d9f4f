// Preloaded into every process of a rehearsal: a TLS connection to one of Google's hosts goes to the
// fake control plane on this machine. The host names, and so the certificates, stay what they are.
'use strict';
const net = require('node:net');

const PORT = Number(process.env.CONTROL_PLANE_PORT);
const HOSTS =
  /(^|\.)(googleapis\.com|accounts\.google\.com|firebaseio\.com|google-analytics\.com|gcr\.io|cloudfunctions\.net|run\.app|web\.app)$|^auth\.firebase\.tools$/;

// oxlint-disable-next-line typescript/unbound-method -- called with the socket as `this` below
const { connect } = net.Socket.prototype;

net.Socket.prototype.connect = function redirect(...args) {
  // Node hands its own calls on as one array, marked by a symbol.
  const list = Array.isArray(args[0]) ? args[0] : args;
  const [options] = list;
  if (isGoogle(options)) {
    const { lookup: _, ...rest } = options;
    list[0] = { ...rest, host: '127.0.0.1', port: PORT };
  }
  return connect.apply(this, args);
};

function isGoogle(options) {
  return (
    typeof options === 'object' &&
    options !== null &&
    Number(options.port) === 443 &&
    HOSTS.test(String(options.host))
  );
}
