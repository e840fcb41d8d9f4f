import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { instance } from '@viz-js/viz';

export const PICTURE_FILE = fileURLToPath(
  new URL('../../../docs/architecture.svg', import.meta.url),
);

const SOURCE_FILE = fileURLToPath(new URL('../../../docs/architecture.dot', import.meta.url));

/** The picture of docs/architecture.dot as SVG; the same on every machine, since no font is asked. */
export async function renderPicture(): Promise<string> {
  const viz = await instance();
  return viz.renderString(await readFile(SOURCE_FILE, 'utf8'), { format: 'svg' });
}
