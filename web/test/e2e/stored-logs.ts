import pMap from 'p-map';

import { SEVERITY_BY_NAME } from '../../../functions/src/contract/severity-names.js';
import { levelOf, termsOf } from '../../../functions/src/search/index.js';
import type { emulatedFirestore } from '../../../harness/support/firestore.js';

const SEVERITIES = ['INFO', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'INFO', 'ERROR'];
const SOURCES = ['json_upload', 'text_upload', 'otlp_upload'];
const KINDS = [{}, { email: 1 }, {}, { phone: 2, email: 1 }, { card: 1 }];

const BATCH = 500;

/**
 * Stores logs as the worker does, a second apart, `log-0` the newest; `attributes: null` for one that has
 * none. Sending as many through it would take the emulators minutes.
 */
export async function storeLogs(
  firestore: ReturnType<typeof emulatedFirestore>,
  tenant: string,
  count: number,
  name = 'log',
  more: (index: number) => {
    text?: string;
    attributes?: Record<string, string> | null;
  } = () => ({}),
): Promise<void> {
  const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
  const now = Date.now();
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, () => firestore.batch());
  for (let index = 0; index < count; index += 1) {
    const batch = batches[Math.floor(index / BATCH)];
    const at = new Date(now - index * 1_000);
    const redactions = KINDS[index % KINDS.length];
    const { text = `order ${index} of [REDACTED] took ${(index * 7919) % 900} ms`, attributes } =
      more(index);
    const severity = SEVERITY_BY_NAME.get(SEVERITIES[index % SEVERITIES.length] ?? '');
    const redacted = {
      source: SOURCES[index % SOURCES.length] ?? 'json_upload',
      modified_data: text,
      ...(severity && { severity }),
      ...(attributes !== null && {
        attributes: { order: index, service: 'checkout', ...attributes },
      }),
    };
    batch?.set(logs.doc(`${name}-${index}`), {
      ...redacted,
      original_text: `order ${index} of ann@example.com`,
      terms: termsOf(redacted, 'full'),
      level: levelOf(severity),
      processed_at: at,
      received_at: at,
      time: at,
      shard: 0,
      redactions,
      redactor_version: '2',
      content_hash: 'c0ffee',
    });
  }
  // Given all of them at once, a busy emulator answers some too late.
  await pMap(batches, (batch) => batch.commit(), { concurrency: 4 });
}
