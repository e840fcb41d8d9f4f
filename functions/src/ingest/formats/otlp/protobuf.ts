import protobuf from 'protobufjs/light.js';

import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { MAX_LOGS_PER_REQUEST, MAX_OTLP_VALUES } from '../../../limits.js';
import { mergeEntries } from '../foreign/attributes.js';
import { fieldsIn, LENGTH, unknownField, wholePart } from '../foreign/protobuf-fields.js';
import {
  BoundedReader,
  decodedIfAny,
  GroupReader,
  Meter,
  type Unknown,
} from '../foreign/protobuf-reader.js';
import { DEFINITIONS } from './definitions.js';
import { type Group, groupsOf, NoExport, type SentRecord } from './request.js';

export { TooManyValues } from '../foreign/protobuf-reader.js';

const root = protobuf.Root.fromJSON(DEFINITIONS).resolveAll();
const ResourceLogs = root.lookupType('ResourceLogs');
const LogRecord = root.lookupType('LogRecord');
const Response = root.lookupType('ExportLogsServiceResponse');
const Status = root.lookupType('Status');

const OPTIONS = { longs: String, bytes: String };

/** The ids of a request's groups, and of a group's scopes. */
const GROUPS = 1;
const SCOPES = [2, 1000];

/**
 * Decodes an export request, each group and record separately, so that a bad one does not affect the
 * others. Throws {@link TooManyValues}, {@link NoExport} for another signal, or any other error if the
 * body is not such a message.
 */
export function decodeRequest(body: Buffer): Group[] {
  const meter = new Meter({ reads: MAX_OTLP_VALUES * 2, items: MAX_LOGS_PER_REQUEST });
  const decoded: DecodedGroup[] = [];
  const unknown: Unknown = [];
  const faults: SentRecord[] = [];
  let isAny = false;
  for (const { id, wire, start, end, isCut } of fieldsIn(body)) {
    meter.countReads(2);
    const content = body.subarray(start, end);
    if (id === GROUPS && wire === LENGTH) {
      isAny = true;
      if (content.length === 0) continue;
      const group = decodeGroup(isCut ? wholePart(content, SCOPES) : content, meter);
      if (group === undefined) {
        meter.countItem();
        faults.push({ fault: 'is not a ResourceLogs in protobuf' });
      } else decoded.push(group);
    } else if (!isCut) {
      meter.countUnknown();
      unknown.push(unknownField(id, wire, content));
    }
    if (isCut) faults.push({ fault: 'is cut off: the rest of the body cannot be read' });
  }
  const groups = groupsOf({ resourceLogs: decoded.map(({ group }) => group) });
  const sent = groups.flatMap(({ records }) => records.map(({ record }) => bytesOf(record)));
  if (sent.length > 0 && sent.every(isOtherSignal)) {
    throw new NoExport('The body contains traces or metrics; this path accepts only logs.');
  }
  if (!isAny && body.length > 0) {
    throw new NoExport('The body has no logs: it is not an ExportLogsServiceRequest.');
  }
  for (const [index, group] of groups.entries()) {
    const own = decoded[Number.parseInt(group.place, 10)];
    // Fields outside any group are kept with the first one.
    const fields = [...(index === 0 ? unknown : []), ...(own?.unknown ?? [])];
    if (fields.length > 0) group.unknown = mergeEntries(fields);
    group.records = group.records.map(({ record }) =>
      decodeRecord(bytesOf(record), meter, own?.isRepaired === true),
    );
  }
  if (faults.length > 0) groups.push({ ...NO_GROUP, records: faults });
  return groups;
}

const NO_GROUP: Group = {
  resource: undefined,
  resourceSchema: undefined,
  scope: undefined,
  scopeSchema: undefined,
  records: [],
  place: '',
};

interface DecodedGroup {
  group: unknown;
  unknown?: Unknown;
  isRepaired: boolean;
}

/** `undefined` if it is not a group. */
function decodeGroup(bytes: Buffer, meter: Meter): DecodedGroup | undefined {
  const reader = new GroupReader(bytes, meter);
  return decodedIfAny(() => {
    // As bytes, records stay views of the body.
    const group = ResourceLogs.toObject(ResourceLogs.decode(reader), { longs: String });
    const { unknown, isRepaired } = reader;
    return { group, isRepaired, ...(unknown.length > 0 && { unknown }) };
  });
}

function bytesOf(record: unknown): Buffer {
  if (!(record instanceof Uint8Array)) return Buffer.alloc(0);
  return Buffer.from(record.buffer, record.byteOffset, record.length);
}

/** Field 1 with a length: a span's id or a metric's name. A log's is a time. */
function isOtherSignal(record: Buffer): boolean {
  return record[0] === 0x0a;
}

function decodeRecord(body: Buffer, meter: Meter, isRepaired: boolean): SentRecord {
  if (isOtherSignal(body)) return decodeFields(body, meter);
  const reader = new BoundedReader(body, meter);
  const sent = decodedIfAny(() => {
    const record: unknown = LogRecord.toObject(LogRecord.decode(reader), OPTIONS);
    return asSent(record, reader.unknown, isRepaired || reader.isRepaired);
  });
  return sent ?? decodeFields(body, meter);
}

/** Decodes the good fields of a record; the bad ones are kept as unknown fields. */
function decodeFields(body: Buffer, meter: Meter): SentRecord {
  const good: Buffer[] = [];
  const unknown: Unknown = [];
  for (const { id, wire, at, start, end, isCut } of fieldsIn(body)) {
    const field = body.subarray(at, end);
    if (!isCut && !isOtherSignal(field) && isDecoded(field, meter)) {
      good.push(field);
      continue;
    }
    meter.countUnknown();
    unknown.push(unknownField(id, isCut ? LENGTH : wire, body.subarray(start, end)));
  }
  const reader = new BoundedReader(Buffer.concat(good), meter);
  const record: unknown = LogRecord.toObject(LogRecord.decode(reader), OPTIONS);
  return asSent(record, [...unknown, ...reader.unknown], reader.isRepaired);
}

function isDecoded(field: Buffer, meter: Meter): boolean {
  const reader = new BoundedReader(field, meter);
  return decodedIfAny(() => LogRecord.decode(reader)) !== undefined;
}

function asSent(
  record: unknown,
  unknown: readonly [string, unknown][],
  isRepaired: boolean,
): SentRecord {
  writeIdsInHex(record);
  const all =
    unknown.length > 0 && isRecord(record) ? { ...record, ...mergeEntries(unknown) } : record;
  return isRepaired ? { record: all, repairs: [INVALID_UNICODE] } : { record: all };
}

const INVALID_UNICODE: Repair = { pointer: '', repair: 'invalid_unicode' };

/** The only way in which OTLP's JSON differs from that of other protobuf messages. */
function writeIdsInHex(record: unknown): void {
  if (!isRecord(record)) return;
  for (const name of ['traceId', 'spanId']) {
    const id = record[name];
    if (typeof id === 'string') record[name] = Buffer.from(id, 'base64').toString('hex');
  }
}

export interface PartialSuccess {
  rejectedLogRecords: number;
  errorMessage: string;
}

export function encodeResponse(partialSuccess: PartialSuccess | undefined): Buffer {
  return encode(Response, partialSuccess === undefined ? {} : { partialSuccess });
}

/** google.rpc.Status, with gRPC's code. */
export function encodeStatus(status: { code: number; message: string }): Buffer {
  return encode(Status, status);
}

function encode(type: protobuf.Type, fields: object): Buffer {
  return Buffer.from(type.encode(type.create(fields)).finish());
}
