/** As the environment names it. */
export function namedProject(): string | undefined {
  return process.env['GCLOUD_PROJECT'] ?? process.env['GOOGLE_CLOUD_PROJECT'];
}

/** Set by Firebase for every function that it deploys or emulates. */
export function projectId(): string {
  const project = namedProject() ?? JSON.parse(process.env['FIREBASE_CONFIG'] ?? '{}').projectId;
  if (typeof project === 'string' && project !== '') return project;
  throw new Error('The project is not known: set GCLOUD_PROJECT to its id.');
}
