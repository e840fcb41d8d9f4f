import type { ControlPlane } from '../google/control-plane/control-plane.js';
import type { Project, Resource } from '../google/control-plane/project.js';

/** Gives the project what another application would have there: rules, indexes, a site, functions. */
export function addOtherApplication({ project }: ControlPlane): void {
  const root = `projects/${project.id}`;
  const ruleset = `${root}/rulesets/theirs`;
  const content = 'service cloud.firestore { match /databases/{d}/documents { } }';
  project.rulesets.set(ruleset, { name: ruleset, source: { files: [{ name: 'f', content }] } });
  const release = `${root}/releases/cloud.firestore`;
  project.releases.set(release, { name: release, rulesetName: ruleset });
  const index = `${root}/databases/(default)/collectionGroups/orders/indexes/theirs`;
  const fields = ['customer', 'date', '__name__'].map((fieldPath) => ({
    fieldPath,
    order: 'ASCENDING',
  }));
  project.indexes.set(index, { name: index, queryScope: 'COLLECTION', fields, state: 'READY' });
  const version = `sites/${project.id}/versions/theirs`;
  project.siteVersions.set(version, {
    name: version,
    files: { '/index.html': 'theirs' },
    config: {},
  });
  project.liveVersions.set(project.id, version);
  for (const id of ['orders', 'invoices']) {
    const name = `${root}/locations/us-central1/functions/${id}`;
    const service = `${root}/locations/us-central1/services/${id}`;
    project.functions.set(name, {
      name,
      state: 'ACTIVE',
      environment: 'GEN_2',
      labels: { 'deployment-tool': 'cli-firebase' },
      buildConfig: { runtime: 'nodejs22', entryPoint: id },
      serviceConfig: { service, uri: `https://${id}.run.app`, availableMemory: '256Mi' },
    });
  }
}

/** All of it, to compare with the later state. */
export function readOtherApplication({ project }: ControlPlane): Resource {
  const those = (all: Map<string, Resource>, part: RegExp) =>
    [...all].filter(([name]) => part.test(name));
  return structuredClone({
    rules: those(project.releases, /cloud\.firestore$/),
    indexes: those(project.indexes, /\(default\)/),
    fields: those(project.fields, /\(default\)/),
    site: siteOf(project),
    functions: those(project.functions, /orders|invoices/),
  });
}

function siteOf({ id, liveVersions, siteVersions }: Project): unknown {
  return siteVersions.get(liveVersions.get(id) ?? '');
}
