import { once } from './once.js';

/**
 * Loads a function's code separately from its declaration: every process loads all declarations, but
 * only the code of its own function. In the process that serves `name`, loading starts at once, so the
 * code is ready for the first request.
 */
export function lazyModule<Code>(name: string, load: () => Promise<Code>): () => Promise<Code> {
  const loaded = once(load);
  // A failure reaches whoever asks for the code.
  if (process.env['FUNCTION_TARGET'] === name) loaded().catch(() => {});
  return loaded;
}
