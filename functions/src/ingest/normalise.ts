import { z } from 'zod';

import { attributesSchema } from '../contract/attributes.js';
import { logIdSchema, newLogId, tenantIdSchema } from '../contract/ids.js';
import type { Log } from '../contract/log-message.js';
import { clientSeveritySchema } from '../contract/severity.js';
import { textSchema, utf8Bytes } from '../contract/text.js';
import { timestampSchema } from '../contract/timestamp.js';
import { MAX_TEXT_BYTES } from '../limits.js';
import type { Credential } from './authenticate.js';
import { collectAttributes, takeText } from './foreign-fields.js';
import type { IngestRequest } from './http.js';
import { type FieldError, jsonPointer, Problem } from './problem.js';

const KNOWN = ['tenant_id', 'log_id', 'text', 'timestamp', 'severity', 'attributes'] as const;

const clientLogSchema = z.object({
  tenant_id: tenantIdSchema.exactOptional(),
  log_id: logIdSchema.exactOptional(),
  text: textSchema,
  timestamp: timestampSchema.exactOptional(),
  severity: clientSeveritySchema.exactOptional(),
  attributes: attributesSchema.exactOptional(),
});

/** A log in the one format of the gateway, and whose it is. */
export interface NormalisedLog {
  tenantId: string;
  log: Log;
}

/**
 * Checks what the client sent and brings it into the one format. Throws 400 with all faults, 413
 * for a text too long to store, 403 for another tenant than the credential's.
 */
export function normalise(
  fields: Record<string, unknown>,
  request: IngestRequest,
  credential: Credential,
): NormalisedLog {
  const { known, foreign } = split(fields);
  takeText(known, foreign);
  const errors: FieldError[] = collectAttributes(known, foreign);
  const fromHeaders = headerFields(request);
  const parsed = clientLogSchema.safeParse({ ...fromHeaders, ...known });
  errors.push(...(parsed.error?.issues.map(fieldError) ?? []));
  errors.push(...disagreements(known, fromHeaders));
  if (!parsed.success || errors.length > 0) {
    throw new Problem('invalid_request', 'The log is not valid: see errors.', { errors });
  }
  const { tenant_id, log_id, text, ...rest } = parsed.data;
  refuseTooLong(text);
  return {
    tenantId: agreedTenant(tenant_id, credential),
    log: { log_id: log_id ?? newLogId(), text, ...rest },
  };
}

function split(fields: Record<string, unknown>) {
  const known: Record<string, unknown> = {};
  const foreign = new Map<string, unknown>();
  for (const [name, value] of Object.entries(fields)) {
    // A JSON null says the same as leaving a field out.
    if ((KNOWN as readonly string[]).includes(name)) {
      if (value !== null) known[name] = value;
    } else {
      foreign.set(name, value);
    }
  }
  return { known, foreign };
}

/** What headers stand for; `Idempotency-Key` may be quoted, as its IETF draft has it. */
function headerFields(request: IngestRequest): Record<string, string> {
  const tenantId = request.header('x-tenant-id');
  const logId =
    request.header('x-log-id') ?? request.header('idempotency-key')?.replace(/^"(.*)"$/, '$1');
  return {
    ...(tenantId !== undefined && { tenant_id: tenantId.trim() }),
    ...(logId !== undefined && { log_id: logId.trim() }),
  };
}

function disagreements(
  known: Record<string, unknown>,
  fromHeaders: Record<string, string>,
): FieldError[] {
  return Object.entries(fromHeaders)
    .filter(([name, value]) => {
      const inBody = known[name];
      const same = name === 'tenant_id' ? (id: string) => id.toLowerCase() : (id: string) => id;
      return typeof inBody === 'string' && same(inBody) !== same(value);
    })
    .map(([name]) => ({
      pointer: jsonPointer([name]),
      detail: 'differs from the header of the same meaning: send it once, or the same twice',
    }));
}

function fieldError(issue: { path: PropertyKey[]; message: string; code?: string }): FieldError {
  const missingText = issue.path[0] === 'text' && issue.message === 'must be a string';
  return {
    pointer: jsonPointer(issue.path),
    detail: missingText
      ? 'must be a string: the log’s text (message, msg, log or body may stand for it)'
      : issue.message,
  };
}

function refuseTooLong(text: string): void {
  const bytes = utf8Bytes(text);
  if (bytes > MAX_TEXT_BYTES) {
    throw new Problem(
      'content_too_large',
      `The text has ${bytes} bytes: at most ${MAX_TEXT_BYTES} fit a stored log. Send it in parts.`,
      { errors: [{ pointer: '/text', detail: `has ${bytes} bytes, at most ${MAX_TEXT_BYTES}` }] },
    );
  }
}

function agreedTenant(named: string | undefined, { tenantId }: Credential): string {
  if (tenantId !== undefined && named !== undefined && named !== tenantId) {
    throw new Problem('forbidden', 'The credential does not belong to the tenant that is named.');
  }
  const agreed = tenantId ?? named;
  if (agreed === undefined) {
    const detail = 'is required: name the tenant here or in the header X-Tenant-ID';
    throw new Problem('invalid_request', 'The log names no tenant.', {
      errors: [{ pointer: '/tenant_id', detail }],
    });
  }
  return agreed;
}
