import type { Repair } from '../../../contract/repairs.js';
import type { Named } from '../foreign/attributes.js';
import type { InflatedBytes } from '../foreign/inflate-record.js';
import type { ValueCount } from '../foreign/value-count.js';
import { scanCutList } from './cut-list.js';
import { optionsOf, type Packed, packedIn } from './forward.js';
import { BadMsgpack, type ScannedValue, scanMsgpack, skipLineEnds } from './scan.js';

/** A decoded value of a body. */
export interface Decoded {
  value: unknown;
  repairs: readonly Repair[];
  /** Why it cannot be decoded; those after it can be. */
  fault?: string;
  /** Attributes that its message sets for all logs in it. */
  shared?: Named;
}

/** Returns a function that decodes values of a body. */
export async function createDecodeValue(count: ValueCount) {
  // Loaded on first use: most processes never need it, and it would delay every start.
  const { createDecode } = await import('./decode.js');
  let repairs: Repair[] | undefined;
  const decode = createDecode((repair) => {
    repairs ??= [];
    if (!repairs.some((one) => one.repair === repair)) repairs.push({ pointer: '', repair });
  });
  return (body: Buffer, { start, end, values, isTooDeep }: ScannedValue): Decoded => {
    count.takeValues(values);
    if (isTooDeep) return { value: undefined, repairs: NONE, fault: 'is nested too deeply' };
    repairs = undefined;
    const value = decode(body.subarray(start, end));
    return { value, repairs: repairs ?? NONE };
  };
}

const NONE: readonly Repair[] = [];

export type DecodeValue = Awaited<ReturnType<typeof createDecodeValue>>;

/**
 * The values of a body; with `inflated`, also those that messages of the forward protocol carry as
 * bytes. Throws {@link BadMsgpack} at a fault, after it has yielded everything before it.
 */
export function* valuesIn(
  body: Buffer,
  decode: DecodeValue,
  inflated: InflatedBytes | undefined,
): Generator<Decoded> {
  let end = 0;
  try {
    for (const scanned of scanMsgpack(body)) {
      ({ end } = scanned);
      const packed = inflated && packedIn(body, scanned, inflated);
      if (packed === undefined) yield decode(body, scanned);
      else yield* entriesIn(body, packed, decode);
    }
  } catch (error) {
    if (!(error instanceof BadMsgpack)) throw error;
    for (const { tag, ...listed } of scanCutList(body, skipLineEnds(body, end))) {
      const shared = tag && { tag: decode(body, tag).value };
      yield { ...decode(body, listed), ...(shared && { shared }) };
    }
    throw error;
  }
}

/** The entries of a message that carries them as bytes. */
function* entriesIn(
  body: Buffer,
  { tag, options, entries }: Packed,
  decode: DecodeValue,
): Generator<Decoded> {
  const shared = {
    tag: decode(body, tag).value,
    ...(options && optionsOf(decode(body, options).value)),
  };
  try {
    for (const entry of valuesIn(entries, decode, undefined)) yield { ...entry, shared };
  } catch (error) {
    if (!(error instanceof BadMsgpack)) throw error;
    yield { value: undefined, repairs: NONE, fault: `${error.message}, within its message` };
  }
}
