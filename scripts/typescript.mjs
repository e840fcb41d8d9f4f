// Node itself runs TypeScript (22.18 and later), but looks for './x.js' as written, which tsc
// requires where './x.ts' is meant.
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, nextResolve) {
    if (
      specifier.startsWith('.') &&
      specifier.endsWith('.js') &&
      context.parentURL?.endsWith('.ts')
    ) {
      try {
        return nextResolve(`${specifier.slice(0, -2)}ts`, context);
      } catch (error) {
        if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
      }
    }
    return nextResolve(specifier, context);
  },
});
