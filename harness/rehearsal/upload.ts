import { inflateRawSync } from 'node:zlib';

/** Names of the files in a zip archive. */
export function listUpload(archive: Buffer): string[] {
  return [...readUpload(archive).keys()].toSorted();
}

/** The files of a zip archive, by its central directory: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT */
export function readUpload(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const end = archive.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = archive.readUInt32LE(end + 16);
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const isDeflated = archive.readUInt16LE(at + 10) === 8;
    const size = archive.readUInt32LE(at + 20);
    const [name, extra, comment] = [28, 30, 32].map((offset) =>
      archive.readUInt16LE(at + offset),
    ) as [number, number, number];
    const local = archive.readUInt32LE(at + 42);
    const begin = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
    const content = archive.subarray(begin, begin + size);
    const path = archive.toString('utf8', at + 46, at + 46 + name);
    if (!path.endsWith('/')) files.set(path, isDeflated ? inflateRawSync(content) : content);
    at += 46 + name + extra + comment;
  }
  return files;
}
