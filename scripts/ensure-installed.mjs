// Runs before the commands a newcomer types first, with nothing but Node: installs what the lock
// files name when it is not there yet, or when a lock file is newer than what is installed.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Node ${process.versions.node} is too old: install Node 20.19 or later (see .nvmrc).`,
  );
  process.exit(1);
}

/** npm writes node_modules/.package-lock.json at the end of each install. */
function isInstalled(folder) {
  try {
    const installed = statSync(join(folder, 'node_modules', '.package-lock.json')).mtimeMs;
    return installed >= statSync(join(folder, 'package-lock.json')).mtimeMs;
  } catch {
    return false;
  }
}

if (!isInstalled(root) || !isInstalled(join(root, 'functions'))) {
  console.error('Installing dependencies (once, about a minute) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2], // npm's own output goes to stderr, so that ours stays readable
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      'npm ci failed: read its message above, mend the cause, and run the command again.',
    );
    process.exit(status ?? 1);
  }
}
