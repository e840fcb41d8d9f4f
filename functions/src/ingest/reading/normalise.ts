import { z } from 'zod';

import { attributesSchema } from '../../contract/attributes.js';
import { logIdSchema, newLogId, tenantIdSchema } from '../../contract/ids.js';
import type { Log } from '../../contract/log-message.js';
import type { Repair } from '../../contract/repairs.js';
import { severitySchema } from '../../contract/severity.js';
import { textSchema, utf8Bytes } from '../../contract/text.js';
import { timestampSchema } from '../../contract/timestamp.js';
import { MAX_TEXT_BYTES } from '../../limits.js';
import { type Fields, translate } from './foreign-fields.js';
import { type FieldError, jsonPointer } from '../http/problem.js';

const KNOWN = new Set(['tenant_id', 'log_id', 'text', 'timestamp', 'severity', 'attributes']);

/** A client's log once its fields have the gateway's names. */
export const clientLogSchema = z.object({
  tenant_id: tenantIdSchema.exactOptional(),
  log_id: logIdSchema.exactOptional(),
  text: textSchema,
  timestamp: timestampSchema.exactOptional(),
  severity: severitySchema.exactOptional(),
  attributes: attributesSchema.exactOptional(),
});

/** What stands for a field that the log itself does not have. */
export interface Defaults {
  tenant_id?: string;
  log_id?: string;
}

/** A log as the packer takes it. */
export type ReadLog = Omit<Log, 'time'>;

export type Reading =
  /** Several where it was too large for one. */
  | { ok: true; tenantId: string | undefined; logs: ReadLog[]; repairs: Repair[] }
  | {
      ok: false;
      code: 'invalid_request' | 'content_too_large';
      errors: FieldError[];
      logId?: string;
    };

/** Checks what a client sent as one log and brings it into the one format. Names all faults. */
export function readLog(sent: Record<string, unknown>, defaults: Defaults): Reading {
  const fields = split(sent);
  const { known } = fields;
  const errors = translate(fields);
  const parsed = clientLogSchema.safeParse({ ...defaults, ...known });
  if (parsed.error !== undefined) errors.push(...parsed.error.issues.map(fieldError));
  if (!agrees(known['tenant_id'], defaults.tenant_id)) errors.push(differs('tenant_id'));
  if (parsed.data === undefined || errors.length > 0) {
    return { ok: false, code: 'invalid_request', errors, ...logIdOf(known) };
  }
  const { tenant_id, log_id = newLogId(), text, ...rest } = parsed.data;
  const bytes = text.length * 3 > MAX_TEXT_BYTES ? utf8Bytes(text) : 0;
  if (bytes > MAX_TEXT_BYTES) {
    const detail = `has ${bytes} bytes: at most ${MAX_TEXT_BYTES} fit a stored log, send it in parts`;
    const tooLong = { pointer: '/text', detail };
    return { ok: false, code: 'content_too_large', errors: [tooLong], logId: log_id };
  }
  return { ok: true, tenantId: tenant_id, logs: [{ log_id, text, ...rest }], repairs: [] };
}

/** The fault of a field that a header says otherwise. */
export function differs(name: string): FieldError {
  return {
    pointer: jsonPointer([name]),
    detail: 'differs from the header of the same meaning: send it once, or the same twice',
  };
}

function agrees(tenant: unknown, header: string | undefined): boolean {
  if (header === undefined || typeof tenant !== 'string') return true;
  return tenant.toLowerCase() === header.toLowerCase();
}

function split(sent: Record<string, unknown>): Fields {
  const known: Record<string, unknown> = {};
  const foreign = new Map<string, unknown>();
  for (const name of Object.keys(sent)) {
    const value = sent[name];
    // A JSON null says the same as leaving a field out.
    if (!KNOWN.has(name)) foreign.set(name, value);
    else if (value !== null) known[name] = value;
  }
  return { known, foreign };
}

function fieldError(issue: { path: PropertyKey[]; message: string }): FieldError {
  const missingText = issue.path[0] === 'text' && issue.message === 'must be a string';
  return {
    pointer: jsonPointer(issue.path),
    detail: missingText
      ? 'must be a string: the log’s text (message, msg, log or body may stand for it)'
      : issue.message,
  };
}

/** Names a refused log by its id, where that is one. */
function logIdOf(known: Record<string, unknown>): { logId?: string } {
  const id = logIdSchema.safeParse(known['log_id']);
  return id.success ? { logId: id.data } : {};
}
