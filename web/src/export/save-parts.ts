import type { ExportedPart } from './run-export.js';

/**
 * Collects parts into a file. Browsers keep large Blobs on disk, so each part leaves memory once it
 * is added. `undefined` if `isWanted` returns false before the end.
 */
export async function gatherParts(
  parts: AsyncIterable<ExportedPart>,
  mediaType: string,
  onProgress: (part: ExportedPart) => void,
  isWanted: () => boolean,
): Promise<Blob | undefined> {
  let file = new Blob([], { type: mediaType });
  for await (const part of parts) {
    if (!isWanted()) return undefined;
    file = new Blob([file, part.text], { type: mediaType });
    onProgress(part);
  }
  return file;
}

/** Makes the browser save a file under a name. */
export function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser reads it only after the click.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
