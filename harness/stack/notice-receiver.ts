import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { fileURLToPath } from 'node:url';

import { makeCertificate } from '../google/control-plane/certificate.js';
import { listen } from './listen.js';

const HOST = 'receiver.example';
const PRELOAD = fileURLToPath(new URL('./receiver-preload.mjs', import.meta.url));

export interface ReceivedNotice {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  /** When it had arrived in full, in milliseconds since 1970. */
  at: number;
}

/** What a receiver answers: a status, alone or with headers and a body; `hang`: nothing, ever. */
export type NoticeAnswer = number | 'hang' | WordyAnswer;

export interface WordyAnswer {
  status: number;
  reason: string;
  headers: Record<string, string>;
  body: string;
}

/** Somebody's HTTPS server for notices, on this machine. */
export interface NoticeReceiver {
  /** `https://receiver.example:PORT`: senders with `senderEnv` alone find it. */
  url: string;
  received: ReceivedNotice[];
  /** How it answers; 204 unless said. */
  answer: (notice: ReceivedNotice) => NoticeAnswer;
  /** For instances of `sendNotices` that are to find it. */
  senderEnv: Record<string, string>;
  close(): void;
}

export async function startNoticeReceiver(): Promise<NoticeReceiver> {
  const { key, certificate } = makeCertificate([HOST]);
  const server = createServer({ key, cert: certificate }, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const notice = { path, headers, body: Buffer.concat(chunks).toString(), at: Date.now() };
      receiver.received.push(notice);
      const answer = receiver.answer(notice);
      if (answer === 'hang') return;
      if (typeof answer === 'number') response.writeHead(answer).end();
      else response.writeHead(answer.status, answer.reason, answer.headers).end(answer.body);
    });
  });
  const port = await listen(server);
  const receiver: NoticeReceiver = {
    url: `https://${HOST}:${port}`,
    received: [],
    answer: () => 204,
    senderEnv: { NODE_OPTIONS: `--import ${PRELOAD}`, RECEIVER_CA: certificate },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return receiver;
}
