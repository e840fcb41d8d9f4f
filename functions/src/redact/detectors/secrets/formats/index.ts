import { CLOUDS } from './clouds.js';
import { DEVELOPMENT } from './development.js';
import { ENCODED } from './encoded.js';
import type { KeyFormat } from './format.js';
import { SERVICES } from './services.js';
import { WEBHOOKS } from './webhooks.js';

export { AZURE_SECRET } from './clouds.js';
export { DISCORD_BOT } from './encoded.js';
export type { KeyFormat } from './format.js';

/** Formats that their issuers document or public scanners know. */
export const KEY_FORMATS: readonly KeyFormat[] = [
  ...CLOUDS,
  ...DEVELOPMENT,
  ...SERVICES,
  ...WEBHOOKS,
  ...ENCODED,
];
