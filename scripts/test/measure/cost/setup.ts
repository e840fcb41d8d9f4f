import type { Instance } from '../../../measure/cost/functions.js';
import type { Setup } from '../../../measure/cost/model.js';
import { projectIndexes } from '../../../measure/cost/index-entries.js';
import { ASSUMED, type Workload } from '../../../measure/cost/workload.js';

/** The project's own indexes. */
export const INDEXES = projectIndexes();

const INSTANCE: Instance = { vcpu: 1, memoryGib: 0.5, concurrency: 80, maxInstances: 100 };

export const SETUP: Setup = {
  region: 'us-central1',
  database: 'nam5',
  freeTier: false,
  indexes: INDEXES,
  instances: { ingest: INSTANCE, processLogs: INSTANCE, recordDeadLetters: INSTANCE },
  assumptions: ASSUMED,
};

export const WORKLOAD: Workload = {
  logsPerMonth: 1e6,
  bytes: 500,
  batch: 1,
  tenants: 1,
  retentionDays: 0,
  originalText: 'document',
  search: 'full',
  deadLetters: 0,
  deadLetterBacklogDays: 0,
  outageHours: 0,
  alertMatches: 0,
};
