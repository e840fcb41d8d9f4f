import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { OperatorError } from '../../terminal/operator-error.js';
import type { Step } from '../step.js';
import { ownConfigName } from './own-config.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Place {
  project: string;
  /** A Firestore database of the gateway's own. */
  database: string;
  /** A Hosting site of the gateway's own. */
  site: string;
}

/**
 * Writes the configuration of a project in which the gateway lives beside another application:
 * firebase.json with a database and a site of its own. A later change of firebase.json is taken
 * over by writing it again.
 */
export function writeOwnConfig({ project, database, site }: Place): Step {
  const name = ownConfigName(project);
  const config = JSON.parse(readFileSync(join(ROOT, 'firebase.json'), 'utf8'));
  config.firestore.database = database;
  config.hosting.site = site;
  for (const codebase of config.functions) {
    codebase.predeploy = codebase.predeploy.map((command: string) =>
      command.endsWith(' before-deploy') ? `${command} ${name}` : command,
    );
  }
  return write(
    name,
    `${JSON.stringify(config, undefined, 2)}\n`,
    `database ${database}, site ${site}`,
  );
}

/** Sets the parameter that the functions, the page and the commands use. */
export function writeDatabaseParameter({ project, database }: Place): Step {
  const name = `functions/.env.${project}`;
  const file = join(ROOT, name);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const { FIRESTORE_DATABASE: found } = parseEnv(before);
  if (found !== undefined && found !== database) {
    throw new OperatorError(
      `${name} has FIRESTORE_DATABASE=${found}: the gateway’s documents are there. Change that line yourself where ${database} is meant.`,
    );
  }
  const line = `FIRESTORE_DATABASE=${database}\n`;
  const text =
    found === undefined
      ? `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${line}`
      : before;
  return write(name, text, line.trim());
}

function write(name: string, text: string, detail: string): Step {
  const file = join(ROOT, name);
  const before = existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  if (before !== text) writeFileSync(file, text);
  const outcome = before === undefined ? 'created' : before === text ? 'unchanged' : 'changed';
  return { what: `file ${name}`, outcome, detail };
}
