import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { databaseId } from '../../../functions/src/config.js';
import { OperatorError } from '../../terminal/operator-error.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** The configuration of a project where the gateway lives beside another application. */
export function ownConfigName(project: string): string {
  return `firebase.${project}.json`;
}

/**
 * Stops a deployment that would replace another application's resources: with the plain configuration
 * in a project that has its own, or into another database than the one that the functions use.
 */
export function requireOwnConfig(project: string, config: string): void {
  const own = ownConfigName(project);
  if (config !== own && existsSync(join(ROOT, own))) {
    throw new OperatorError(
      `${project} has another application beside the gateway, so its configuration is ${own}: deploy with \`npx firebase deploy --config ${own} --project ${project}\`.`,
    );
  }
  const { firestore } = JSON.parse(readFileSync(join(ROOT, config), 'utf8'));
  const deployed = firestore.database ?? '(default)';
  if (deployed === databaseId()) return;
  throw new OperatorError(
    `The functions of ${project} would use the database ${databaseId()} (FIRESTORE_DATABASE), while ${config} deploys rules and indexes to ${deployed}. Give the gateway its own with \`npm run beside -- --project ${project} --database ${databaseId()}\`.`,
  );
}
