/** For `--import` of a Node process of its own that is to run TypeScript. */
export const TYPESCRIPT = new URL('../../scripts/typescript.mjs', import.meta.url).href;
