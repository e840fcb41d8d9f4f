import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseAllDocuments } from 'yaml';

import type { Json } from '../../../harness/google/messages.js';

const FOLDER = fileURLToPath(new URL('../../../monitoring', import.meta.url));

/** Values that only a deployment knows, by their names in the files: `${worker_subscriptions}`. */
export interface Placeholders {
  /** `"S1", "S2"`: the subscriptions of `processLogs`, as arguments of `one_of`. */
  worker_subscriptions: string;
  /** The same of `recordDeadLetters`. */
  recorder_subscriptions: string;
}

/** The LogMetrics of monitoring/metrics/. */
export function readMetrics(): Json[] {
  return yamlFiles('metrics').flatMap(readDocuments);
}

/** The AlertPolicies of monitoring/alerts/, each under its file's name. */
export function readAlerts(values: Placeholders): Map<string, Json> {
  return new Map(
    yamlFiles('alerts').map((file) => [basename(file, '.yaml'), filled(readOne(file), values)]),
  );
}

/** The Dashboard of monitoring/dashboard.yaml. */
export function readDashboard(values: Placeholders): Json {
  return filled(readOne(join(FOLDER, 'dashboard.yaml')), values);
}

function yamlFiles(folder: string): string[] {
  return readdirSync(join(FOLDER, folder))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => join(FOLDER, folder, name));
}

function readOne(file: string): Json {
  const [only, ...others] = readDocuments(file);
  if (only === undefined || others.length > 0) throw new Error(`${file} must be one document`);
  return only;
}

function readDocuments(file: string): Json[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    const [error] = document.errors;
    if (error) throw new Error(`${file}: ${error.message}`);
    return document.toJS() as Json;
  });
}

function filled(json: Json, values: Placeholders): Json {
  const text = JSON.stringify(json, (_key, value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
          const known = values[name as keyof Placeholders];
          if (known === undefined)
            throw new Error(`${whole} in monitoring/ is not a known placeholder`);
          return known;
        })
      : value,
  );
  return JSON.parse(text) as Json;
}
