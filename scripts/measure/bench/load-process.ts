// A process of its own, so that sending takes only CPU time from what is measured.
import { randomUUID } from 'node:crypto';

import autocannon from 'autocannon';

import { logMessage } from '../../../harness/support/messages.js';
import type { Body, LoadJob, LoadResult } from './load-job.js';

process.on('message', (job: LoadJob) => {
  void run(job).then((result) => process.send?.(result, () => process.exit(0)));
});

async function run({ url, headers, body, connections, limit }: LoadJob): Promise<LoadResult> {
  const result = await autocannon({
    url,
    method: 'POST',
    headers,
    connections,
    ...('seconds' in limit ? { duration: limit.seconds } : { amount: limit.requests }),
    ...(body.kind === 'fixed'
      ? { body: body.text }
      : {
          requests: [
            {
              setupRequest: (request: autocannon.Request) => ({ ...request, body: message(body) }),
            },
          ],
        }),
  });
  return {
    requests: result.requests.total,
    seconds: result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
    failures: result.non2xx + result.errors + result.timeouts,
  };
}

/** Texts of varied words, like an application's logs. */
function moreText(bytes: number): string {
  let text = '';
  for (let word = 0; text.length < bytes - 75; word += 1) {
    text += ` ${WORDS[word % WORDS.length]}${((sent * 31 + word * 7) % 997).toString(36)}`;
  }
  return text;
}

const WORDS = ['order', 'payment=', 'retry', '/items/', 'gateway', 'timeout', 'user_', 'latency'];
const RUN = randomUUID();
let sent = 0;

function message({ tenantId, logs, textBytes = 0 }: Extract<Body, { kind: 'messages' }>): string {
  sent += 1;
  const more = moreText(textBytes);
  const [first, ...others] = Array.from({ length: logs }, (_, index) => ({
    // The random part first: increasing ids would slow Firestore down.
    log_id: `${index}-${sent}-${RUN}`,
    text: `User 555-0199 accessed the system from the office, request ${sent} of the day${more}`,
  }));
  const data = Buffer.from(
    JSON.stringify(logMessage(tenantId, first ?? { log_id: '', text: '' }, ...others)),
  ).toString('base64');
  const messageId = `${RUN}-${sent}`;
  return JSON.stringify({
    message: { data, messageId, publishTime: '2026-01-15T10:30:00Z', attributes: {} },
    subscription: 'projects/demo-bench/subscriptions/bench',
  });
}
