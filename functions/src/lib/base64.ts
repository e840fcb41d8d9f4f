/** Bytes that are encoded at once: the text of a whole message would be a large object for V8. */
const PIECE_BYTES = 24_576;

/** Length of the base64 of some bytes. */
export function base64Bytes(data: Buffer): number {
  return Math.ceil(data.length / 3) * 4;
}

/** Writes the base64 of some bytes into `target` at `at`; returns where it ends. */
export function writeBase64(data: Buffer, target: Buffer, at: number): number {
  let end = at;
  for (let from = 0; from < data.length; from += PIECE_BYTES) {
    const piece = data.toString('base64', from, from + PIECE_BYTES);
    end += target.write(piece, end, 'latin1');
  }
  return end;
}
