/** The first frame of a Snappy stream. https://github.com/google/snappy/blob/main/framing_format.txt */
export const STREAM = Buffer.from('ff060000734e61507059', 'hex');

/** A frame of a Snappy stream; its checksum, which the gateway ignores, is 0. */
export function frame(type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt8(type, 0);
  head.writeUIntLE(data.length + 4, 1, 3);
  return Buffer.concat([head, data]);
}
