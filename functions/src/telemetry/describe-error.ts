import { errorCode } from '../lib/error-code.js';
import { MAX_ERROR_NAME_LENGTH, MAX_STACK_FRAMES } from '../limits.js';

/** What may be told of an error. */
export interface ErrorFields {
  error: string;
  code?: string | undefined;
  stack_trace?: string | undefined;
}

/** An error's kind and place. Its message may quote what it choked on, so it stays out. */
export function describeError(error: unknown): ErrorFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const name = asName(error.name) ?? 'Error';
  const frames = framesOf(error);
  return {
    error: name,
    code: asName(errorCode(error)),
    // Error Reporting reads it in this form.
    stack_trace: frames.length > 0 ? `${name}\n${frames.join('\n')}` : undefined,
  };
}

/** The lines after the message, which may have lines that look like them. */
function framesOf({ stack, message }: Error): string[] {
  const begin = stack?.indexOf(message) ?? -1;
  if (stack === undefined || begin < 0) return [];
  return stack
    .slice(begin + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_STACK_FRAMES);
}

/** Whatever is no plain name or number could be anything. */
function asName(value: string | number | undefined): string | undefined {
  const name = String(value ?? '').slice(0, MAX_ERROR_NAME_LENGTH);
  return /^[A-Za-z0-9_./:-]+$/.test(name) ? name : undefined;
}
