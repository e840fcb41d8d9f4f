// Preloaded into `ingest`, whose quotas and key directory then stay within one minute, CLOCK_MINUTE (in
// minutes since 1970), so that no test must finish before the current one ends. Also prints when a
// quota's lease fails, since the instance then hands out a share on its own. Fails if it cannot find a
// function, so that a renamed one is noticed.
import { registerHooks } from 'node:module';

const CLOCKED = [
  {
    file: '/lib/tenants/quotas.js',
    name: 'createQuotas',
    wrapper: `(lease) {
      const printed = (request) => lease(request).catch((error) => {
        console.log('a lease failed');
        throw error;
      });
      return inner(printed, now);
    }`,
  },
  {
    file: '/lib/tenants/key-directory.js',
    name: 'createKeyDirectory',
    wrapper: '(...reads) { return inner(...reads, now); }',
  },
];

// In this thread: a second one would count towards the memory that some tests measure.
registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context);
    const clocked = CLOCKED.find(({ file }) => url.endsWith(file));
    if (clocked === undefined) return loaded;
    const source = Buffer.from(loaded.source ?? '').toString();
    const declaration = `export function ${clocked.name}(`;
    if (!source.includes(declaration)) throw new Error(`no ${declaration} in ${url}`);
    return {
      ...loaded,
      source: `${source.replace(declaration, 'function inner(')}
const begun = Date.now();
const now = () => Number(process.env.CLOCK_MINUTE) * 60_000 + Math.min(Date.now() - begun, 59_999);
export function ${clocked.name}${clocked.wrapper}
`,
    };
  },
});
