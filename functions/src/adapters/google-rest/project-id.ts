/** Set by Firebase for every function that it deploys or emulates. */
export function projectId(): string {
  const { GCLOUD_PROJECT, GOOGLE_CLOUD_PROJECT, FIREBASE_CONFIG } = process.env;
  const project =
    GCLOUD_PROJECT ?? GOOGLE_CLOUD_PROJECT ?? JSON.parse(FIREBASE_CONFIG ?? '{}').projectId;
  if (typeof project === 'string' && project !== '') return project;
  throw new Error('The project is not known: set GCLOUD_PROJECT to its id.');
}
