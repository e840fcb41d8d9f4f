import { errorCode } from '../lib/error-code.js';
import { MAX_ERROR_NAME_LENGTH, MAX_STACK_FRAMES } from '../limits.js';

/** The fields of an error that are safe to log. */
export interface ErrorFields {
  error: string;
  code?: string | undefined;
  stack_trace?: string | undefined;
}

/**
 * An error's kind and location. Its message may quote the input that caused it, so it is left out.
 */
export function describeError(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const name = asName(error.name) ?? 'Error';
  const frames = framesOf(error);
  return {
    error: name,
    code: asName(errorCode(error)),
    // The form that Error Reporting parses.
    stack_trace: frames.length > 0 ? `${name}\n${frames.join('\n')}` : undefined,
  };
}

/** The lines after the message, which may itself have lines that look like stack frames. */
function framesOf({ stack, message }: Error): string[] {
  const begin = stack?.indexOf(message) ?? -1;
  if (stack === undefined || begin < 0) return [];
  return stack
    .slice(begin + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_STACK_FRAMES);
}

/** Anything but a plain name or number might contain user data. */
function asName(value: string | number | undefined): string | undefined {
  const name = String(value ?? '').slice(0, MAX_ERROR_NAME_LENGTH);
  return /^[A-Za-z0-9_./:-]+$/.test(name) ? name : undefined;
}
