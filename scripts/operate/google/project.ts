import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseEnv } from 'node:util';

import { OperatorError } from '../../terminal/operator-error.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

export interface Choice {
  /** Its id. */
  project: string;
  /** Other names that .firebaserc has for it. */
  aliases: string[];
  /** Whether it exists only in the emulators: its id begins with `demo-`. */
  isLocal: boolean;
}

/** Old ids may have a domain in front: `example.com:logs`. */
const PROJECT_ID = /^(?:[a-z0-9.-]+:)?[a-z][a-z0-9-]*$/;

/** The selected project, by its id or an alias of .firebaserc. */
export function chooseProject(named: string | undefined): Choice {
  const projects = readAliases();
  const name = named ?? process.env['GCLOUD_PROJECT'] ?? 'default';
  const project = (Object.hasOwn(projects, name) ? projects[name] : undefined) ?? name;
  if (!PROJECT_ID.test(project)) {
    throw new OperatorError(
      `${JSON.stringify(project)} is neither the id of a project nor an alias of .firebaserc: pass one with --project.`,
    );
  }
  const aliases = Object.keys(projects).filter((alias) => projects[alias] === project);
  return { project, aliases, isLocal: project.startsWith('demo-') };
}

/** The same for a command that must be told which one. */
export function chooseNamed(named: string | undefined): Choice {
  if (named === undefined && process.env['GCLOUD_PROJECT'] === undefined) {
    throw new OperatorError('Which project? Pass --project, with its id or an alias.');
  }
  return chooseProject(named);
}

/** The same for a command that does not apply to the emulators. */
export function chooseDeployed(named: string | undefined): Choice {
  const choice = chooseNamed(named);
  if (choice.isLocal) {
    throw new OperatorError(
      `${choice.project} exists only in the emulators, like every project whose id begins with demo-: name yours with --project.`,
    );
  }
  return choice;
}

/** Loads the parameters that a project is deployed with into the environment, which overrides them. */
export function loadParameters(choice: Choice): void {
  for (const file of parameterFiles(choice)) process.loadEnvFile(file);
}

/** One of them, from the files only. */
export function readParameter(choice: Choice, name: string): string | undefined {
  for (const file of parameterFiles(choice)) {
    const value = parseEnv(readFileSync(file, 'utf8'))[name];
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The first file that sets a parameter wins. */
function parameterFiles({ project, aliases, isLocal }: Choice): string[] {
  const own = isLocal ? ['local'] : [project, ...aliases];
  return [...own.map((suffix) => `.env.${suffix}`), '.env']
    .map((name) => join(ROOT, 'functions', name))
    .filter((file) => existsSync(file));
}

function readAliases(): Record<string, string> {
  const file = join(ROOT, '.firebaserc');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')).projects ?? {}) : {};
}
