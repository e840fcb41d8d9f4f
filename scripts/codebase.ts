/**
 * The name under which `firebase` deploys the functions, that of firebase.json: it keeps them apart
 * from those of other applications in the same project, which no deployment of ours then deletes.
 */
export const CODEBASE = 'ingest';
