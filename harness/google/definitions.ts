import { createRequire } from 'node:module';

import protobuf from 'protobufjs';

/** Google's own definitions, from the packages of its clients. Each file has the types that it uses. */
const FILES: readonly [prefix: string, file: string][] = [
  ['google.cloud.functions.v2.', '@google-cloud/functions/build/protos/protos.json'],
  ['google.cloud.run.v2.', '@google-cloud/run/build/protos/protos.json'],
  ['google.pubsub.v1.', '@google-cloud/pubsub/build/protos/protos.json'],
  ['google.firestore.admin.v1.', '@google-cloud/firestore/build/protos/admin_v1.json'],
  [
    'google.monitoring.dashboard.v1.',
    '@google-cloud/monitoring-dashboards/build/protos/protos.json',
  ],
  ['google.monitoring.v3.', '@google-cloud/monitoring/build/protos/protos.json'],
  ['google.iam.v1.', '@google-cloud/functions/build/protos/protos.json'],
  ['google.longrunning.', '@google-cloud/functions/build/protos/protos.json'],
];

// The functions' packages have Firestore's.
const requires = ['../../package.json', '../../functions/package.json'].map((file) =>
  createRequire(new URL(file, import.meta.url)),
);
const roots = new Map<string, protobuf.Root>();

/** `google.pubsub.v1.Topic` */
export function definitionOf(name: string): protobuf.Type {
  const [, file] = FILES.find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (file === undefined) throw new Error(`no package with ${name} is installed`);
  const root = roots.get(file) ?? protobuf.Root.fromJSON(readJson(file));
  if (!roots.has(file)) {
    root.resolveAll();
    roots.set(file, root);
  }
  return root.lookupType(name);
}

function readJson(file: string): protobuf.INamespace {
  for (const require of requires) {
    try {
      return require(file);
    } catch {
      // The next may have it.
    }
  }
  throw new Error(`${file} is not installed`);
}
