import type { z } from 'zod';

import { MAX_REPORTED_ERRORS } from '../limits.js';

/**
 * A schema's issues as one line: `log_id: must be …; text: must be …`. No values. Issues with the
 * value as a whole are attributed to `whole`.
 */
export function describeIssues(error: z.ZodError, whole = 'message'): string {
  return error.issues
    .slice(0, MAX_REPORTED_ERRORS)
    .map(({ path, message }) => `${path.map(String).join('.') || whole}: ${message}`)
    .join('; ');
}
