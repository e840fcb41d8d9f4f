import type { emulatedFirestore } from '../../../harness/support/firestore.js';

const SEVERITIES = ['INFO', 'DEBUG', 'INFO', 'NOTICE', 'WARNING', 'INFO', 'ERROR'];
const SOURCES = ['json_upload', 'text_upload', 'otlp_upload'];
const KINDS = [{}, { email: 1 }, {}, { phone: 2, email: 1 }, { card: 1 }];

const BATCH = 500;

/**
 * Stores logs as the worker does, a second apart, `log-0` the newest. Sending as many through it
 * would take the emulators minutes.
 */
export async function storeLogs(
  firestore: ReturnType<typeof emulatedFirestore>,
  tenant: string,
  count: number,
  name = 'log',
): Promise<void> {
  const logs = firestore.collection(`tenants/${tenant}/processed_logs`);
  const now = Date.now();
  const batches = Array.from({ length: Math.ceil(count / BATCH) }, () => firestore.batch());
  for (let index = 0; index < count; index += 1) {
    const batch = batches[Math.floor(index / BATCH)];
    const at = new Date(now - index * 1_000);
    const redactions = KINDS[index % KINDS.length];
    batch?.create(logs.doc(`${name}-${index}`), {
      source: SOURCES[index % SOURCES.length],
      original_text: `order ${index} of ann@example.com`,
      modified_data: `order ${index} of [REDACTED] took ${(index * 7919) % 900} ms`,
      severity: SEVERITIES[index % SEVERITIES.length],
      attributes: { order: index, service: 'checkout' },
      processed_at: at,
      received_at: at,
      time: at,
      shard: 0,
      redactions,
      redactor_version: '2',
      content_hash: 'c0ffee',
    });
  }
  await Promise.all(batches.map((batch) => batch.commit()));
}
