import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

const FILE = new URL('../../monitoring/google-metrics.yaml', import.meta.url);

/** Google's own metrics that the files in `monitoring/` may name. */
export interface GoogleMetrics {
  /** Labels by type of monitored resource. */
  resources: Record<string, string[]>;
  metrics: Record<
    string,
    { kind: string; value: string; unit: string; resource: string; labels: string[] }
  >;
}

export function readGoogleMetrics(): GoogleMetrics {
  return parse(readFileSync(FILE, 'utf8')) as GoogleMetrics;
}
