import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { type Check, type Patient, right, warning, wrong } from './check.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

const indexesSchema = z.object({
  indexes: z
    .array(
      z.object({
        name: z.string(),
        state: z.string().optional(),
        fields: z.array(z.object({ fieldPath: z.string(), order: z.string().optional() })),
      }),
    )
    .default([]),
});
const fieldsSchema = z.object({
  fields: z
    .array(z.object({ name: z.string(), ttlConfig: z.object({ state: z.string() }).optional() }))
    .default([]),
});
const releaseSchema = z.object({ rulesetName: z.string() });
const rulesetSchema = z.object({
  source: z.object({ files: z.array(z.object({ content: z.string() })) }),
});

interface IndexFile {
  indexes: { collectionGroup: string; fields: { fieldPath: string; order?: string }[] }[];
  fieldOverrides: { collectionGroup: string; fieldPath: string; ttl?: boolean }[];
}

/** Rules, indexes and what deletes documents, as the repository has them. */
export const FIRESTORE_CHECKS: readonly Check[] = [
  {
    name: 'security rules',
    run: async (patient) => {
      const live = await liveRules(patient);
      const fix = `npx firebase deploy --only firestore:rules --config ${patient.configName} --project ${patient.project}`;
      if (live === undefined) return wrong('none are deployed', fix);
      return live.trim() === read(patient.config.firestore.rules).trim()
        ? right('as in the repository')
        : wrong('differ from those of the repository', fix);
    },
  },
  {
    name: 'indexes',
    run: async (patient) => {
      const { rest, project, database, config, configName } = patient;
      const path = `v1/projects/${project}/databases/${database}/collectionGroups/-/indexes`;
      const found = (await rest.get('firestore', path, indexesSchema))?.indexes ?? [];
      const states = readIndexes(config.firestore.indexes).indexes.map(
        ({ collectionGroup, fields }) =>
          found.find(
            (index) =>
              index.name.includes(`/collectionGroups/${collectionGroup}/`) &&
              fields.every(({ fieldPath, order }, at) => {
                const of = index.fields[at];
                return of?.fieldPath === fieldPath && of.order === order;
              }),
          )?.state ?? 'missing',
      );
      const unready = states.filter((state) => state !== 'READY');
      if (unready.length === 0) return right(`${states.length} are built`);
      return unready.every((state) => state === 'CREATING')
        ? warning(
            `${unready.length} are being built`,
            'wait: queries that need them fail until then',
          )
        : wrong(
            `${unready.length} of ${states.length} are ${[...new Set(unready)].join(', ')}`,
            `npx firebase deploy --only firestore:indexes --config ${configName} --project ${project}`,
          );
    },
  },
  {
    name: 'retention',
    run: async ({ rest, project, database, config, configName }) => {
      const query = new URLSearchParams({ filter: 'ttlConfig:*' });
      const path = `v1/projects/${project}/databases/${database}/collectionGroups/-/fields?${query.toString()}`;
      const found = (await rest.get('firestore', path, fieldsSchema))?.fields ?? [];
      const wanted = readIndexes(config.firestore.indexes).fieldOverrides.filter(({ ttl }) => ttl);
      const off = wanted.filter(({ collectionGroup, fieldPath }) => {
        const end = `/collectionGroups/${collectionGroup}/fields/${fieldPath}`;
        const field = found.find(({ name }) => name.endsWith(end));
        return field?.ttlConfig === undefined || field.ttlConfig.state === 'NEEDS_REPAIR';
      });
      return off.length === 0
        ? right('documents are deleted when their retention is over')
        : wrong(
            `nothing deletes expired ${off.map(({ collectionGroup }) => collectionGroup).join(', ')}`,
            `npx firebase deploy --only firestore:indexes --config ${configName} --project ${project}`,
          );
    },
  },
];

/** The rules in force for the gateway's database; `undefined` if none were ever deployed. */
export async function liveRules({ rest, project, database }: Patient): Promise<string | undefined> {
  const name = database === '(default)' ? 'cloud.firestore' : `cloud.firestore/${database}`;
  const path = `v1/projects/${project}/releases/${name}`;
  const release = await rest.get('rules', path, releaseSchema);
  if (release === undefined) return undefined;
  const ruleset = await rest.get('rules', `v1/${release.rulesetName}`, rulesetSchema);
  return ruleset?.source.files.map(({ content }) => content).join('\n');
}

function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function readIndexes(file: string): IndexFile {
  return JSON.parse(read(file));
}
