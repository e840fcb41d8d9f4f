import { once } from './once.js';

/**
 * The code of a function, apart from its declaration: every process loads the declarations of all
 * functions, and only its own's code. That begins at once in the process that serves `name`, so that
 * it is there with the first request.
 */
export function lazyModule<Code>(name: string, load: () => Promise<Code>): () => Promise<Code> {
  const loaded = once(load);
  // Whoever asks for it is told of a failure.
  if (process.env['FUNCTION_TARGET'] === name) loaded().catch(() => {});
  return loaded;
}
