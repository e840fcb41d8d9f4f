// With nothing but Node, since it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what the lock files name when it is not there yet, or when a lock file is newer than what is
 * installed. Ends the process where npm fails.
 */
export function ensureInstalled(root) {
  if (isInstalled(root) && isInstalled(join(root, 'functions'))) return;
  console.error('Installing dependencies (once, about a minute) …');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2], // npm's own output goes to stderr, so that ours stays readable
    shell: process.platform === 'win32',
  });
  if (status === 0) return;
  console.error('npm ci failed: fix what its message above names, and run the command again.');
  process.exit(status ?? 1);
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
