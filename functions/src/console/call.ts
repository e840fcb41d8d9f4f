import type { z } from 'zod';

import { describeIssues } from '../lib/describe-issues.js';
import { checkCaller, type FindUser, readCaller, type Token } from './caller.js';
import { Refusal } from './refusal.js';

/** Something an admin may do to their tenant, whose id is the caller's and never in the input. */
export interface Action<Input, Output extends object> {
  input: z.ZodType<Input>;
  run(tenantId: string, input: Input): Promise<Output>;
}

/** Runs an action for the admin that a token names, and reports whose tenant was affected. */
export type Call<Output> = (
  auth: Token | undefined,
  data: unknown,
) => Promise<{ tenantId: string; output: Output }>;

/** Wraps an action for any caller: checks the caller and the input before doing anything. */
export function createCall<Input, Output extends object>(
  action: Action<Input, Output>,
  findUser: FindUser,
): Call<Output> {
  return async (auth, data) => {
    if (auth === undefined) throw new Refusal('unauthenticated', 'Sign in first.');
    const caller = readCaller(auth);
    const { tenantId } = caller;
    // The web SDK sends null for a call without arguments.
    const parsed = action.input.safeParse(data ?? {});
    if (!parsed.success) {
      throw new Refusal('invalid-argument', `${describeIssues(parsed.error, 'data')}.`);
    }
    await checkCaller(caller, auth, findUser);
    return { tenantId, output: await action.run(tenantId, parsed.data) };
  };
}
