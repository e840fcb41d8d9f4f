/** For `--import`, so that a separate Node process can run TypeScript. */
export const TYPESCRIPT = new URL('../../scripts/typescript.mjs', import.meta.url).href;
