import { isUtf8 } from 'node:buffer';

import protobuf from 'protobufjs/light.js';

import { isRecord } from '../../../lib/is-record.js';
import { MAX_OTLP_VALUES } from '../../../limits.js';
import { DEFINITIONS } from './definitions.js';
import type { ExportRequest } from './request.js';

const root = protobuf.Root.fromJSON(DEFINITIONS).resolveAll();
const Request = root.lookupType('ExportLogsServiceRequest');
const Response = root.lookupType('ExportLogsServiceResponse');
const Status = root.lookupType('Status');

/** The request holds more than is decoded. */
export class TooManyValues extends Error {
  override name = 'TooManyValues';
}

/** Stops before a small body becomes a large object, and takes no text for another one. */
class BoundedReader extends protobuf.BufferReader {
  private reads = 0;

  // Each field's tag and length is read here.
  override uint32(): number {
    this.reads += 1;
    if (this.reads > MAX_OTLP_VALUES * 2) throw new TooManyValues();
    return super.uint32();
  }

  override string(): string {
    const bytes = Buffer.from(this.bytes());
    if (!isUtf8(bytes)) throw new Error('a string is not UTF-8');
    return bytes.toString('utf8');
  }
}

/**
 * Decodes an export request into the JSON form. Throws {@link TooManyValues}, or any other error
 * for what is no such message.
 */
export function decodeRequest(body: Buffer): ExportRequest {
  const message = Request.decode(new BoundedReader(body));
  const request: ExportRequest = Request.toObject(message, { longs: String, bytes: String });
  // The one difference of the JSON form from that of any other protobuf: ids in hexadecimal.
  for (const { scopeLogs } of request.resourceLogs ?? []) {
    for (const { logRecords } of scopeLogs ?? []) logRecords?.forEach(writeIdsInHex);
  }
  return request;
}

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
