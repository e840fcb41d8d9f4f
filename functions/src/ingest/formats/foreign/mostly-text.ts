/** The least share of ASCII in a text of another encoding; random bytes have about a third. */
const ASCII_SHARE = 0.6;

/** Whether bytes are text in an encoding based on ASCII: no control characters, mostly printable ASCII. */
export function isMostlyText(bytes: Buffer): boolean {
  let printable = 0;
  for (const byte of bytes) {
    if (byte >= 0x20 && byte < 0x7f) printable += 1;
    else if (byte < 0x20 && (byte < 0x09 || byte > 0x0d) && byte !== 0x1b) return false;
  }
  return printable >= bytes.length * ASCII_SHARE;
}
