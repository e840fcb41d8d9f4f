import { z } from 'zod';

import { MAX_QUERY_LENGTH, MAX_SEARCH_NAME_LENGTH } from '../limits.js';
import type { ConsoleAction } from './console-actions.js';
import type {
  DeleteAlertInput,
  DeleteAlertOutput,
  RotateAlertSecretInput,
  RotateAlertSecretOutput,
  SaveAlertInput,
  SaveAlertOutput,
  SilenceAlertInput,
  SilenceAlertOutput,
  TestAlertInput,
  TestAlertOutput,
} from './console-alerts.js';
import { fields } from './console-fields.js';
import { deadLetterIdSchema, searchIdSchema } from './ids.js';
import { KEY_ID_LENGTH, keyLabelSchema } from './tenant.js';

/**
 * Inputs and outputs of the callable functions, which the readers' page calls by these names, for a
 * user with the claims `tenant_id` and `role: "admin"`. The tenant is the claim's and never a field
 * here. A refusal is an error with Firebase's code and a sentence for a person.
 */

export const replayDeadLetterInput = fields({
  dead_letter_id: deadLetterIdSchema,
  /** Stores the log of a `log_id_conflict` beside the first one, under a new id. */
  new_log_id: z.boolean('must be true or false').exactOptional(),
});

export type ReplayDeadLetterInput = z.infer<typeof replayDeadLetterInput>;

export interface ReplayDeadLetterOutput {
  dead_letter_id: string;
  /**
   * The logs that go through the worker again; empty if the letter contains no readable message.
   */
  log_ids: string[];
  /** RFC 3339. */
  replayed_at: string;
}

export const discardDeadLetterInput = fields({ dead_letter_id: deadLetterIdSchema });

export type DiscardDeadLetterInput = z.infer<typeof discardDeadLetterInput>;

/** The letter is deleted for good. */
export interface DiscardDeadLetterOutput {
  dead_letter_id: string;
}

export const listApiKeysInput = fields({});

export type ListApiKeysInput = z.infer<typeof listApiKeysInput>;

/** A key, without its secret, as it may be shown at any time. */
export interface ApiKeyOutput {
  /** The beginning of the key's SHA-256: identifies the key, but cannot be used as one. */
  key_id: string;
  label: string;
  /** RFC 3339. */
  created_at: string;
  /** RFC 3339; absent: it is live. */
  revoked_at?: string;
}

export interface ListApiKeysOutput {
  /** Newest first. */
  keys: ApiKeyOutput[];
}

export const createApiKeyInput = fields({
  label: keyLabelSchema.min(1, 'must not be empty: say what the key is for'),
});

export type CreateApiKeyInput = z.infer<typeof createApiKeyInput>;

export interface CreateApiKeyOutput {
  /** The key itself, shown only this once: nobody can read it again. */
  key: string;
  key_id: string;
  label: string;
  /** RFC 3339. */
  created_at: string;
}

export const revokeApiKeyInput = fields({
  key_id: z
    .string('must be a string')
    .regex(
      new RegExp(`^[0-9a-f]{${KEY_ID_LENGTH}}$`),
      `must be a key_id of listApiKeys: ${KEY_ID_LENGTH} of 0-9 a-f`,
    ),
});

export type RevokeApiKeyInput = z.infer<typeof revokeApiKeyInput>;

export interface RevokeApiKeyOutput {
  key_id: string;
  /** RFC 3339; if the key was revoked before, the time of that. */
  revoked_at: string;
}

export const saveSearchInput = fields({
  /** The search to change; absent: create one. */
  search_id: searchIdSchema.exactOptional(),
  name: z
    .string('must be a string')
    .trim()
    .min(1, 'must not be empty')
    .max(MAX_SEARCH_NAME_LENGTH, `must have at most ${MAX_SEARCH_NAME_LENGTH} characters`)
    .regex(/^\P{C}*$/u, 'must be one line of visible characters'),
  query: z
    .string('must be a string')
    .trim()
    .min(1, 'must not be empty')
    .max(MAX_QUERY_LENGTH, `must have at most ${MAX_QUERY_LENGTH} characters`)
    .refine((query) => query.isWellFormed(), 'contains a lone surrogate'),
});

export type SaveSearchInput = z.infer<typeof saveSearchInput>;

export interface SaveSearchOutput {
  search_id: string;
}

export const deleteSearchInput = fields({ search_id: searchIdSchema });

export type DeleteSearchInput = z.infer<typeof deleteSearchInput>;

export interface DeleteSearchOutput {
  search_id: string;
}

/** The input and output of each action. */
interface ConsoleCalls {
  replayDeadLetter: { input: ReplayDeadLetterInput; output: ReplayDeadLetterOutput };
  discardDeadLetter: { input: DiscardDeadLetterInput; output: DiscardDeadLetterOutput };
  listApiKeys: { input: ListApiKeysInput; output: ListApiKeysOutput };
  createApiKey: { input: CreateApiKeyInput; output: CreateApiKeyOutput };
  revokeApiKey: { input: RevokeApiKeyInput; output: RevokeApiKeyOutput };
  saveSearch: { input: SaveSearchInput; output: SaveSearchOutput };
  deleteSearch: { input: DeleteSearchInput; output: DeleteSearchOutput };
  saveAlert: { input: SaveAlertInput; output: SaveAlertOutput };
  silenceAlert: { input: SilenceAlertInput; output: SilenceAlertOutput };
  testAlert: { input: TestAlertInput; output: TestAlertOutput };
  deleteAlert: { input: DeleteAlertInput; output: DeleteAlertOutput };
  rotateAlertSecret: { input: RotateAlertSecretInput; output: RotateAlertSecretOutput };
}

export type ConsoleInput<Name extends ConsoleAction> = ConsoleCalls[Name]['input'];

export type ConsoleOutput<Name extends ConsoleAction> = ConsoleCalls[Name]['output'];
