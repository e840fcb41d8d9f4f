import type { Histogram } from 'hdr-histogram-js';

import { type Ledger, LOG_STATE } from '../ledger.js';
import type { Plan } from '../plan.js';
import { histogram, record } from '../recorder.js';
import { drain, type Drained } from './drain.js';
import { createReconciler, type Reconciliation } from './reconcile.js';
import type { RunDocuments } from './run-documents.js';
import { ShardCounts, type Shards } from './shard-counts.js';

export interface VerifyOptions {
  plan: Plan;
  ledger: Ledger;
  tenantIds: readonly string[];
  documents: RunDocuments;
  timeoutMs: number;
  signal: AbortSignal;
  onProgress: (line: string) => void;
}

export interface Verified extends Reconciliation {
  drained: Drained;
  shards: Shards;
  /** `processed_at` − `received_at`, by the gateway's clocks. */
  fromReceived: Histogram;
  /** `processed_at` − the time the request was due, by the gateway's clock and this one. */
  fromDue: Histogram;
}

/** Waits until what was accepted is stored, reads it back and reconciles. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const { plan, ledger, tenantIds, documents, timeoutMs, signal, onProgress } = options;
  const accepted = ledger.count(LOG_STATE.accepted);
  const drained = await drain({
    documents,
    accepted,
    timeoutMs,
    signal,
    onCount: (stored) => onProgress(`waiting: ${stored} of ${accepted} accepted logs are stored`),
  });

  const reconciler = createReconciler({ plan, ledger, tenantIds });
  const fromReceived = histogram();
  const fromDue = histogram();
  const shards = new ShardCounts();
  let read = 0;
  for await (const found of documents.stored()) {
    reconciler.addStored(found);
    record(fromReceived, found.processedAt - found.receivedAt);
    const log = plan.logOf(found.logId);
    if (log !== undefined) record(fromDue, found.processedAt - ledger.dueAt(log));
    shards.add(found.tenantId, found.shard, found.processedAt);
    read += 1;
    onProgress(`reading back: ${read} of ${accepted}`);
  }
  for await (const found of documents.dead()) reconciler.addDead(found);
  return { ...reconciler.result(), drained, shards: shards.result(), fromReceived, fromDue };
}
