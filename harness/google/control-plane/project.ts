/** JSON as an API has it; tests check the parts that matter. */
// oxlint-disable-next-line typescript/no-explicit-any
export type Resource = Record<string, any>;

export interface Policy {
  version?: number;
  etag?: string;
  bindings?: { role: string; members: string[]; condition?: Resource }[];
}

/** Everything that a project has, by the names of its resources. */
export interface Project {
  id: string;
  number: string;
  hasBilling: boolean;
  apis: Set<string>;
  functions: Map<string, Resource>;
  services: Map<string, Resource>;
  triggers: Map<string, Resource>;
  /** Of Cloud Scheduler. */
  jobs: Map<string, Resource>;
  topics: Map<string, Resource>;
  subscriptions: Map<string, Resource>;
  /** IAM policies, by the resource that each is of; the project's own by `projects/ID`. */
  policies: Map<string, Policy>;
  serviceAccounts: Map<string, Resource>;
  databases: Map<string, Resource>;
  indexes: Map<string, Resource>;
  fields: Map<string, Resource>;
  rulesets: Map<string, Resource>;
  /** `projects/P/releases/cloud.firestore` and, of a named database, `…/cloud.firestore/NAME`. */
  releases: Map<string, Resource>;
  sites: Map<string, Resource>;
  siteVersions: Map<string, Resource>;
  /** Names of the live versions, by site. */
  liveVersions: Map<string, string>;
  webApps: Resource[];
  repositories: Map<string, Resource>;
  /** The functions' sources, by the object's name. */
  uploads: Map<string, Buffer>;
  /** Firebase Auth, once it was switched on in the console. */
  auth: Resource | undefined;
}

export interface ProjectOptions {
  id?: string;
  hasBilling?: boolean;
  /** Where the database `(default)` is; `''`: there is none. */
  database?: string;
  hasSite?: boolean;
}

export const PROJECT_NUMBER = '123456789012';

/** A project as the first commands of the README leave it: Blaze, a database, a site, no API on. */
export function newProject(options: ProjectOptions = {}): Project {
  const {
    id = 'rehearsed-gateway',
    hasBilling = true,
    database = 'nam5',
    hasSite = true,
  } = options;
  const project: Project = {
    id,
    number: PROJECT_NUMBER,
    hasBilling,
    apis: new Set(),
    functions: new Map(),
    services: new Map(),
    triggers: new Map(),
    jobs: new Map(),
    topics: new Map(),
    subscriptions: new Map(),
    policies: new Map(),
    serviceAccounts: new Map(),
    databases: new Map(),
    indexes: new Map(),
    fields: new Map(),
    rulesets: new Map(),
    releases: new Map(),
    sites: new Map(),
    siteVersions: new Map(),
    liveVersions: new Map(),
    webApps: [],
    repositories: new Map(),
    uploads: new Map(),
    auth: undefined,
  };
  if (database !== '') addDatabase(project, '(default)', database);
  if (hasSite) addSite(project, id, 'DEFAULT_SITE');
  return project;
}

export function addDatabase(project: Project, id: string, locationId: string): Resource {
  const name = `projects/${project.id}/databases/${id}`;
  const database = {
    name,
    locationId,
    type: 'FIRESTORE_NATIVE',
    concurrencyMode: 'PESSIMISTIC',
    databaseEdition: 'STANDARD',
  };
  project.databases.set(name, database);
  return database;
}

export function addSite(
  project: Project,
  id: string,
  type: 'DEFAULT_SITE' | 'USER_SITE',
): Resource {
  const site = {
    name: `projects/${project.id}/sites/${id}`,
    defaultUrl: `https://${id}.web.app`,
    type,
  };
  project.sites.set(id, site);
  return site;
}
