import { documentIdOf, isDocumentId, newLogId, tenantIdSchema } from '../../contract/ids.js';
import type { Log } from '../../contract/log-message.js';
import { type Repair, REPAIRS, Repairs } from '../../contract/repairs.js';
import { type FieldError, jsonPointer } from '../http/problem.js';
import { fitAttributes } from './fit-attributes.js';
import {
  type Fields,
  keep,
  sortFields,
  takeAttributes,
  takeSeverity,
  takeText,
  takeTime,
} from './known-fields.js';
import { splitLog } from './split-log.js';

export interface ReadingContext {
  /** Defaults for fields that the log itself does not have. */
  tenant_id?: string | undefined;
  log_id?: string | undefined;
  /** When it was received, in milliseconds. */
  now: number;
  /** Repairs already made while reading the body. */
  repairs?: readonly Repair[] | undefined;
  /** `Prefer: handling=strict`: refuse what would be repaired. */
  isStrict?: boolean;
}

export type Reading =
  | {
      ok: true;
      tenantId: string | undefined;
      /** The document's id; of the first part if there are several. */
      logId: string;
      /** Whether that is the log's own `log_id`, which two logs may share. */
      isOwnId: boolean;
      /** Several if it is split. */
      logs: Log[];
      repairs: readonly Repair[];
    }
  | { ok: false; errors: FieldError[]; logId?: string };

/**
 * Reads what a client sent as one log and keeps it, whatever it is. Anything that cannot be kept as
 * sent is kept in another form:
 *
 * | sent | kept | repair |
 * | --- | --- | --- |
 * | `text`, or `message`, `msg`, `log`, `body` | as the text | |
 * | a text that is a number, boolean, object or array | its JSON | `not_text` |
 * | no text, but other fields | all of them as JSON, and as attributes | |
 * | `timestamp`, or `@timestamp`, `time`, `ts`, in a form of `readTime` | as that time | |
 * | a time that is none, before 1970 or over a day ahead | in `attributes.timestamp` | `time_unreadable`, `time_out_of_range` |
 * | `severity`, or `level`, `lvl`, … that is one | as the severity | |
 * | a `log_id` that is no document's id | encoded, and in `attributes.log_id` | `log_id_encoded` |
 * | a field of any other name | as an attribute | |
 * | a name at the top and in `attributes` | both values, as an array | `duplicate_key` |
 * | attributes that Firestore does not take | see `fit-attributes.ts` | |
 * | more than a document holds | in several, see `split-log.ts` | `split` |
 *
 * Refused: no content, and a tenant that is none or another than the header's.
 */
export function readLog(sent: Record<string, unknown>, context: ReadingContext): Reading {
  const repairs = new Repairs(context.repairs);
  const fields = sortFields(sent, repairs);
  const errors: FieldError[] = [];
  const tenantId = readTenant(fields, context.tenant_id, errors);

  const text = takeText(fields, repairs);
  const sentId = takeId(fields, context.log_id, repairs);
  const id = sentId ?? newLogId();
  if (text === undefined) errors.push(NO_CONTENT);
  const timestamp = takeTime(fields, context.now, repairs);
  const severity = takeSeverity(fields);
  const given = takeAttributes(fields, repairs);
  const attributes = given && fitAttributes(given.all, repairs, given.inner);

  if (text === undefined || errors.length > 0) return refused(errors, sentId);
  const log: Log = { log_id: id, text };
  if (timestamp !== undefined) log.timestamp = timestamp;
  if (severity !== undefined) log.severity = severity;
  if (attributes !== undefined) log.attributes = attributes;
  const logs = splitLog(log, repairs);
  if (context.isStrict === true && repairs.list.length > 0) {
    return refused(repairs.list.map(toError), sentId);
  }
  const isOwnId = fields.own.log_id !== undefined;
  return { ok: true, tenantId, logId: id, isOwnId, logs, repairs: repairs.list };
}

function refused(errors: FieldError[], logId: string | undefined): Reading {
  return { ok: false, errors, ...(logId !== undefined && { logId }) };
}

const NO_CONTENT: FieldError = {
  pointer: '/text',
  detail: 'must be the log’s text and not empty (message, msg, log or body work too)',
};

/** How strict handling reports a repair. */
export function toError({ pointer, repair }: Repair): FieldError {
  return { pointer, detail: `${REPAIRS[repair]} (${repair})` };
}

/** The fault of a field that contradicts a header. */
export function differs(name: string): FieldError {
  return {
    pointer: jsonPointer([name]),
    detail:
      'differs from the header with the same meaning: send only one, or the same value in both',
  };
}

function readTenant(
  { own, rest, repeated }: Fields,
  header: string | undefined,
  errors: FieldError[],
): string | undefined {
  // What a header names was read with it.
  if (own.tenant_id === undefined && !repeated.has('tenant_id')) return header;
  const named = repeated.has('tenant_id') ? rest.get('tenant_id') : [own.tenant_id];
  const tenants = new Set<string>();
  for (const name of Array.isArray(named) ? named : []) {
    if (name === undefined) continue;
    const { data, error } = tenantIdSchema.safeParse(name);
    if (data !== undefined) tenants.add(data);
    else errors.push({ pointer: '/tenant_id', detail: error?.issues[0]?.message ?? '' });
  }
  const [tenant] = tenants;
  const isOther =
    tenants.size > 1 ||
    (header !== undefined && tenant !== undefined && tenant !== header.toLowerCase());
  if (isOther && errors.length === 0) errors.push(differs('tenant_id'));
  return tenant;
}

/** The document's id; `undefined` if there is none yet. */
function takeId(
  { own, rest }: Fields,
  header: string | undefined,
  repairs: Repairs,
): string | undefined {
  const sent = own.log_id ?? header;
  if (sent === undefined) return undefined;
  const isName = typeof sent === 'string' || typeof sent === 'number';
  const name = isName ? String(sent) : JSON.stringify(sent);
  if (isName && isDocumentId(name)) return name;
  repairs.add(['log_id'], 'log_id_encoded');
  keep(rest, 'log_id', sent);
  return name === '' ? undefined : documentIdOf(name);
}
