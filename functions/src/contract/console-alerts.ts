import { z } from 'zod';

import {
  MAX_ALERT_NAME_LENGTH,
  MAX_ALERT_QUERY_LENGTH,
  MAX_ALERT_QUIET_MINUTES,
  MAX_ALERT_TARGETS,
  MAX_SILENCE_MINUTES,
  MAX_TARGET_ADDRESS_LENGTH,
} from '../limits.js';
import type { TargetKind } from './alert.js';
import { fields } from './console-fields.js';
import { alertIdSchema } from './ids.js';
import { alertConditionSchema } from './tenant.js';

/** Inputs and outputs of the callable functions for alerts; see `console.ts`. */

const targetIdSchema = z
  .string('must be a string')
  .regex(/^[0-9a-f-]{36}$/, 'must be the id of a target of the alert');

const address = z
  .string('must be a string')
  .trim()
  .min(1, 'must not be empty')
  .max(MAX_TARGET_ADDRESS_LENGTH, `must have at most ${MAX_TARGET_ADDRESS_LENGTH} characters`);

/** A new target, or the id of one that the alert has. */
const targetSchema = z.union(
  [
    z.strictObject({ id: targetIdSchema }),
    z.strictObject({ kind: z.enum(['webhook', 'slack', 'discord', 'teams']), url: address }),
    z.strictObject({ kind: z.literal('pagerduty'), routing_key: address }),
    z.strictObject({ kind: z.literal('email'), address }),
  ],
  'must be the {id} of an existing target, or {kind, url}, {kind: "pagerduty", routing_key} or {kind: "email", address}',
);

export type TargetInput = z.infer<typeof targetSchema>;

const minutes = (least: number, most: number) =>
  z
    .int('must be a whole number')
    .min(least, `must be ${least} or more`)
    .max(most, `must be at most ${most}`);

export const saveAlertInput = fields({
  /** The alert to change; absent: create one. */
  alert_id: alertIdSchema.exactOptional(),
  name: z
    .string('must be a string')
    .trim()
    .min(1, 'must not be empty')
    .max(MAX_ALERT_NAME_LENGTH, `must have at most ${MAX_ALERT_NAME_LENGTH} characters`)
    .regex(/^\P{C}*$/u, 'must be one line of visible characters'),
  /** May be empty, meaning any log, if the condition is `none`. */
  query: z
    .string('must be a string')
    .trim()
    .max(MAX_ALERT_QUERY_LENGTH, `must have at most ${MAX_ALERT_QUERY_LENGTH} characters`)
    .refine((query) => query.isWellFormed(), 'contains a lone surrogate'),
  condition: alertConditionSchema,
  /** Between two notices. */
  quiet_minutes: minutes(1, MAX_ALERT_QUIET_MINUTES),
  /** The complete list: targets that are left out are deleted. */
  targets: z
    .array(targetSchema, 'must be a list')
    .min(1, 'must name at least one target')
    .max(MAX_ALERT_TARGETS, `must be at most ${MAX_ALERT_TARGETS}`),
});

export type SaveAlertInput = z.infer<typeof saveAlertInput>;

export interface SaveAlertOutput {
  alert_id: string;
  targets: {
    id: string;
    kind: TargetKind;
    label: string;
    /** Signs a new webhook's notices; shown only this once: nobody can read it again. */
    secret?: string;
  }[];
}

export const silenceAlertInput = fields({
  alert_id: alertIdSchema,
  /** Counted from now; 0 ends a silence. */
  minutes: minutes(0, MAX_SILENCE_MINUTES),
});

export type SilenceAlertInput = z.infer<typeof silenceAlertInput>;

export interface SilenceAlertOutput {
  alert_id: string;
  /** RFC 3339; absent: not silenced. */
  silenced_until?: string;
}

export const testAlertInput = fields({ alert_id: alertIdSchema });

export type TestAlertInput = z.infer<typeof testAlertInput>;

export interface TestAlertOutput {
  alert_id: string;
  /** The notice, which shows how its deliveries went. */
  notice_id: string;
}

export const deleteAlertInput = fields({ alert_id: alertIdSchema });

export type DeleteAlertInput = z.infer<typeof deleteAlertInput>;

/** Its notices are kept. */
export interface DeleteAlertOutput {
  alert_id: string;
}

export const rotateAlertSecretInput = fields({
  alert_id: alertIdSchema,
  /** A webhook of the alert. */
  target_id: targetIdSchema,
});

export type RotateAlertSecretInput = z.infer<typeof rotateAlertSecretInput>;

export interface RotateAlertSecretOutput {
  alert_id: string;
  target_id: string;
  /** The new secret, shown only this once. */
  secret: string;
  /** RFC 3339: until then the old secret also signs. */
  old_until: string;
}
