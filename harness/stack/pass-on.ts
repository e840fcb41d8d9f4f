import { type IncomingMessage, request as forwardTo, type ServerResponse } from 'node:http';

interface PassOnOptions {
  /** The body, if it has been read already; otherwise it is streamed. */
  sent?: Buffer;
  /** Receives the answer instead of the client. */
  onAnswer?: (answer: IncomingMessage) => void;
}

/** Passes a request on to `target` (`host:port`) and its answer back; a broken connection breaks both. */
export function passOn(
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  { sent, onAnswer }: PassOnOptions = {},
): void {
  const [host, port] = target.split(':');
  const { method, url: path, headers } = incoming;
  const giveBack = (answer: IncomingMessage) => {
    outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(outgoing);
  };
  const forwarded = forwardTo({ host, port, method, path, headers }, onAnswer ?? giveBack);
  forwarded.on('error', () => outgoing.destroy());
  if (sent === undefined) incoming.pipe(forwarded);
  else forwarded.end(sent);
}
