import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

export const OPENAPI_FILE = fileURLToPath(new URL('../../../docs/openapi.json', import.meta.url));

/** As `npm run format` would have it. */
export async function serialise(document: object): Promise<string> {
  const options = await resolveConfig(OPENAPI_FILE);
  return format(JSON.stringify(document), { ...options, filepath: OPENAPI_FILE });
}
