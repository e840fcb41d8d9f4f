import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { instance } from '@viz-js/viz';

/** How a log travels, and who runs the gateway with what. */
export const PICTURES = ['architecture', 'operations'] as const;

export type Picture = (typeof PICTURES)[number];

/** Where a picture is checked in. */
export function pictureFile(picture: Picture): string {
  return docsFile(`${picture}.svg`);
}

/** A picture as SVG, from its `.dot` file; the same on every machine, because no font is needed. */
export async function renderPicture(picture: Picture): Promise<string> {
  const viz = await instance();
  return viz.renderString(await readFile(docsFile(`${picture}.dot`), 'utf8'), { format: 'svg' });
}

function docsFile(name: string): string {
  return fileURLToPath(new URL(`../../../docs/${name}`, import.meta.url));
}
