import { MAX_OTLP_VALUES } from '../../../limits.js';
import { Problem } from '../../http/problem.js';
import { firstByte, splitValues } from '../../reading/json-spans.js';
import { BadJson, parseJson } from '../../reading/parse-json.js';
import { type Group, groupsOf, NoExport } from './request.js';

/** OTLP's own levels, each of which takes four of JSON. */
const MAX_OTLP_JSON_DEPTH = 96;
const LIMITS = { values: MAX_OTLP_VALUES, depth: MAX_OTLP_JSON_DEPTH };

const [NEWLINE, OPEN_OBJECT, OPEN_ARRAY] = [0x0a, 0x7b, 0x5b];

/**
 * Reads an export of logs: JSON where it begins as that, whatever its media type says, else protobuf.
 * Throws 400 for what is none, and 413 for what holds too many values.
 */
export async function readExport(body: Buffer): Promise<Group[]> {
  const first = firstByte(body);
  if (first === undefined && body[0] !== NEWLINE) return [];
  try {
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) return readJson(body);
    return await readProtobuf(body);
  } catch (error) {
    if (error instanceof NoExport) throw invalid(error.message);
    if (error instanceof BadJson) throw invalid(`The body ${error.message}.`);
    throw error;
  }
}

/** One request; several, one after another, as OpenTelemetry's files have them; or an array of them. */
function readJson(body: Buffer): Group[] {
  const groups: Group[] = [];
  let left = MAX_OTLP_VALUES;
  for (const { start, end } of splitValues(body)) {
    const text = body.toString('utf8', start, end);
    const { value, values, repairs } = parseJson(text, { ...LIMITS, values: left });
    if (repairs.some(({ repair }) => repair === 'too_many')) throw tooMany();
    left -= values;
    groups.push(...groupsOf(value));
  }
  return groups;
}

async function readProtobuf(body: Buffer): Promise<Group[]> {
  // Loaded when first needed: most processes never do, and each would start later.
  const { decodeRequest, TooManyValues } = await import('./protobuf.js');
  try {
    return decodeRequest(body);
  } catch (error) {
    if (error instanceof NoExport) throw error;
    if (error instanceof TooManyValues) throw tooMany();
    throw invalid('The body is not an ExportLogsServiceRequest in protobuf, nor JSON.');
  }
}

function invalid(detail: string): Problem {
  return new Problem('invalid_request', detail);
}

function tooMany(): Problem {
  return new Problem('content_too_large', 'The request holds too many values: send fewer records.');
}
