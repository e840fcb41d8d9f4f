// Module hooks that give the guarded client of `sendNotices` the tests' resolver, allow-list and authority.
// The built code has no switch for it; fails where the function is not found, so that a renamed one
// is noticed.
const FILE = '/lib/adapters/guarded-post.js';
const DECLARATION = 'export function createGuardedPost(';

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  if (!url.endsWith(FILE)) return loaded;
  const source = loaded.source.toString();
  if (!source.includes(DECLARATION)) throw new Error(`no ${DECLARATION} in ${url}`);
  return {
    ...loaded,
    source: `${source.replace(DECLARATION, 'function inner(')}
export function createGuardedPost() {
  return inner({
    resolve: () => Promise.resolve(['127.0.0.1']),
    isAllowed: (address) => address === '127.0.0.1',
    ca: process.env.RECEIVER_CA,
  });
}
`,
  };
}
