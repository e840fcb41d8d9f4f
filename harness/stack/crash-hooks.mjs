// Module hooks that rename a step's exported function and export one that calls it, with crash
// points around. Fails where the function is not found, so that a renamed step is noticed.
const STEPS = [
  {
    file: '/lib/process/decode.js',
    name: 'decode',
    wrapper: 'const r = inner(...a); crashPoint("after-parse"); return r;',
  },
  {
    file: '/lib/process/to-document.js',
    name: 'toDocuments',
    wrapper: 'const r = inner(...a); crashPoint("after-redaction"); return r;',
  },
  {
    file: '/lib/adapters/log-store.js',
    name: 'createLogStore',
    wrapper: `const store = inner(...a); return { ...store, create: async (...b) => {
      crashPoint("before-create"); const r = await store.create(...b);
      crashPoint("after-create"); return r; } };`,
  },
  {
    file: '/lib/adapters/publishers.js',
    name: 'createDeadLetterPublisher',
    wrapper: `const publish = inner(...a); return async (...b) => {
      crashPoint("before-dead-letter"); await publish(...b); crashPoint("after-dead-letter"); };`,
  },
  {
    file: '/lib/dead-letter/record.js',
    name: 'createRecord',
    wrapper: `const record = inner(...a); return async (...b) => {
      crashPoint("before-record"); const r = await record(...b); crashPoint("after-record"); return r; };`,
  },
  {
    file: '/lib/dead-letter/heal.js',
    name: 'createHeal',
    wrapper: `const publish = async (...b) => {
      await a[0].publish(...b); crashPoint("after-heal-publish"); };
      const heal = inner({ ...a[0], publish }); return async (...b) => {
      const r = await heal(...b); crashPoint("after-mark"); return r; };`,
  },
];

export async function load(url, context, nextLoad) {
  const loaded = await nextLoad(url, context);
  const step = STEPS.find(({ file }) => url.endsWith(file));
  if (step === undefined) return loaded;
  const source = loaded.source.toString();
  const declaration = `export function ${step.name}(`;
  if (!source.includes(declaration)) throw new Error(`no ${declaration} in ${url}`);
  return {
    ...loaded,
    source:
      source.replace(declaration, 'function inner(') +
      `\nexport function ${step.name}(...a) { ${step.wrapper} }\n`,
  };
}
