import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import type { Repair } from '../../../contract/repairs.js';
import { isRecord } from '../../../lib/is-record.js';
import { MAX_LOGS_PER_REQUEST, MAX_OTLP_VALUES } from '../../../limits.js';
import { DEFINITIONS } from './definitions.js';
import { type Group, groupsOf, NoExport, type SentRecord } from './request.js';

const root = protobuf.Root.fromJSON(DEFINITIONS).resolveAll();
const Request = root.lookupType('ExportLogsServiceRequest');
const LogRecord = root.lookupType('LogRecord');
const Response = root.lookupType('ExportLogsServiceResponse');
const Status = root.lookupType('Status');

/** The request holds more than is decoded. */
export class TooManyValues extends Error {
  override name = 'TooManyValues';
}

/** Reads of all readers of one request. */
interface Meter {
  reads: number;
}

/** Stops before a small body becomes a large object, and notes text that is no UTF-8. */
class BoundedReader extends protobuf.BufferReader {
  isRepaired = false;

  private readonly meter: Meter;

  constructor(body: Buffer, meter: Meter) {
    super(body);
    this.meter = meter;
  }

  // Each field's tag and length is read here.
  override uint32(): number {
    this.meter.reads += 1;
    if (this.meter.reads > MAX_OTLP_VALUES * 2) throw new TooManyValues();
    return super.uint32();
  }

  override string(): string {
    const bytes = Buffer.from(super.bytes());
    if (!isUtf8(bytes)) this.isRepaired = true;
    return bytes.toString('utf8');
  }
}

/** Reads a request, whose records are bytes: 2 of a body can be a record. */
class RequestReader extends BoundedReader {
  private records = 0;

  override bytes(): Uint8Array {
    this.records += 1;
    if (this.records > MAX_LOGS_PER_REQUEST) throw new TooManyValues();
    return super.bytes();
  }
}

const OPTIONS = { longs: String, bytes: String };

/**
 * Decodes an export request, each record separately, so that a bad one does not affect the others.
 * Throws {@link TooManyValues}, {@link NoExport} for another signal, or any other error if the body is
 * not such a message.
 */
export function decodeRequest(body: Buffer): Group[] {
  const meter: Meter = { reads: 0 };
  const reader = new RequestReader(body, meter);
  // As bytes, records stay views of the body.
  const groups = groupsOf(Request.toObject(Request.decode(reader)));
  if (groups.length === 0 && body.length > 0) {
    throw new NoExport('The body has no logs: it is not an ExportLogsServiceRequest.');
  }
  return groups.map(({ resource, resourceSchema, scope, scopeSchema, place, records }) => ({
    resource,
    resourceSchema,
    scope,
    scopeSchema,
    place,
    records: records.map(({ record }) => decodeRecord(record, meter, reader.isRepaired)),
  }));
}

/** Field 1 with a length: a span's id or a metric's name. A log's is a time. */
const OTHER_SIGNAL = 0x0a;

function decodeRecord(bytes: unknown, meter: Meter, isRepaired: boolean): SentRecord {
  const body =
    bytes instanceof Uint8Array
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      : Buffer.alloc(0);
  if (body[0] === OTHER_SIGNAL) {
    throw new NoExport('The body contains traces or metrics; this path accepts only logs.');
  }
  const reader = new BoundedReader(body, meter);
  try {
    const record: unknown = LogRecord.toObject(LogRecord.decode(reader), OPTIONS);
    writeIdsInHex(record);
    return isRepaired || reader.isRepaired ? { record, repairs: [INVALID_UNICODE] } : { record };
  } catch (error) {
    if (error instanceof TooManyValues) throw error;
    return { fault: 'is not a LogRecord in protobuf' };
  }
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
