/** How much of a text in another encoding is ASCII at least; in random bytes it is a third. */
const ASCII_SHARE = 0.6;

/** Whether bytes are a text in an encoding that keeps ASCII: no controls, and mostly printable ASCII. */
export function isMostlyText(bytes: Buffer): boolean {
  let printable = 0;
  for (const byte of bytes) {
    if (byte >= 0x20 && byte < 0x7f) printable += 1;
    else if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) return false;
  }
  return printable >= bytes.length * ASCII_SHARE;
}
