// Protobuf by hand, for messages that no encoder would write.

/** A varint of up to 64 bits. */
export function varint(value: number | bigint): Buffer {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...bytes, Number(rest)]);
}

/** A field; its wire type need not fit its content. */
export function field(id: number, wire: number, content: Buffer): Buffer {
  const length = wire === 2 ? varint(content.length) : Buffer.alloc(0);
  return Buffer.concat([varint((id << 3) | wire), length, content]);
}

/** A field with a length: a text, or a message made of fields. */
export function inField(id: number, ...content: (string | Buffer)[]): Buffer {
  return field(id, 2, Buffer.concat(content.map((one) => Buffer.from(one))));
}

export function fixed64(id: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return field(id, 1, bytes);
}
