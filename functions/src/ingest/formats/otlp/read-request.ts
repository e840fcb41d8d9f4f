import { isUtf8 } from 'node:buffer';

import { MAX_OTLP_JSON_DEPTH, MAX_OTLP_REPAIRS, MAX_OTLP_VALUES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { firstByte, splitValues } from '../../reading/json-spans.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import { JSON_TYPES, PROTOBUF_TYPES } from './answer.js';
import { type Group, groupsOf, isNoExport } from './request.js';
import { withRepairs } from './with-repairs.js';

const [NEWLINE, OPEN_OBJECT, OPEN_ARRAY] = [0x0a, 0x7b, 0x5b];

/**
 * Reads an export of logs: protobuf or JSON, as its media type says, or else its first byte. Throws
 * 400 for what is none, 413 for what contains too many values, and 415 for another kind of body.
 */
export async function readExport(body: Buffer, type: string): Promise<Group[]> {
  if (body.length === 0) return [];
  try {
    return isJson(body, type) ? readJson(body) : await readProtobuf(body);
  } catch (error) {
    if (isNoExport(error)) throw invalid(error.message);
    if (error instanceof BadJson) throw invalid(`The body ${error.message}.`);
    throw error;
  }
}

function isJson(body: Buffer, type: string): boolean {
  const first = firstByte(body);
  const beginsJson = first === OPEN_OBJECT || first === OPEN_ARRAY;
  if (JSON_TYPES.has(type)) return true;
  // Protobuf begins with the tag of its first list, which is a line feed in text; what follows it is a
  // length, which may be a brace.
  if (body[0] === NEWLINE) return false;
  if (beginsJson || PROTOBUF_TYPES.has(type)) return beginsJson;
  throw new Problem(
    'unsupported_media_type',
    'Send an export of logs as application/json or application/x-protobuf.',
    { headers: { accept: 'application/json, application/x-protobuf' } },
  );
}

/** One request; several, one after another, as OpenTelemetry's files have them; or an array of them. */
function readJson(body: Buffer): Group[] {
  const groups: Group[] = [];
  const isValid = isUtf8(body);
  let left = MAX_OTLP_VALUES;
  let isAny = false;
  for (const { start, end } of splitValues(body)) {
    const limits = { values: left, depth: MAX_OTLP_JSON_DEPTH, repairs: MAX_OTLP_REPAIRS };
    const { value, values, repairs } = parseJson(body.toString('utf8', start, end), limits);
    if (repairs.some(({ repair }) => repair === 'too_many')) throw tooMany();
    left -= values;
    isAny = true;
    const found = groupsOf(value);
    groups.push(...(repairs.length === 0 && isValid ? found : withRepairs(found, repairs)));
  }
  if (!isAny) throw invalid('The body has no export of logs.');
  return groups;
}

async function readProtobuf(body: Buffer): Promise<Group[]> {
  // Loaded when first needed: most processes never do, and each would start later.
  const { decodeRequest, TooManyValues } = await import('./protobuf.js');
  try {
    return decodeRequest(body);
  } catch (error) {
    if (isNoExport(error)) throw error;
    if (error instanceof TooManyValues) throw tooMany();
    throw invalid('The body is not an ExportLogsServiceRequest in protobuf.');
  }
}

function invalid(detail: string): Problem {
  return new Problem('invalid_request', detail);
}

function tooMany(): Problem {
  return new Problem(
    'content_too_large',
    'The request contains too many values: send fewer records.',
  );
}
