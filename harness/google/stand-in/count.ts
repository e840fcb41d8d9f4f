/** How often a text occurs in a body: its quotes are unescaped, so no value can contain it. */
export function countText(body: Buffer, text: string): number {
  let count = 0;
  for (let at = body.indexOf(text); at !== -1; at = body.indexOf(text, at + text.length))
    count += 1;
  return count;
}

/** How many fields of this number a protobuf message has at its top, each of a length-delimited type. */
export function countFields(message: Buffer, field: number): number {
  let count = 0;
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; at < message.length; shift *= 128) {
      const byte = message[at++] ?? 0;
      value += (byte & 0x7f) * shift;
      if (byte < 0x80) break;
    }
    return value;
  };
  while (at < message.length) {
    const tag = varint();
    if (tag % 8 !== 2) throw new Error(`a field of wire type ${tag % 8} is not expected`);
    if (Math.floor(tag / 8) === field) count += 1;
    const length = varint();
    at += length;
  }
  return count;
}
