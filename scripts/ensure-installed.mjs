// Uses only Node itself, since it runs before anything is installed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what the lock files of `folders` name if it is missing, or if a lock file is newer than what
 * is installed. Ends the process if npm fails.
 */
export async function ensureInstalled(folders) {
  const missing = folders.filter((folder) => !isInstalled(folder));
  if (missing.length === 0) return;
  const stopShowing = showProgress('Installing dependencies, once: a minute or two');
  // All at once: each waits for the network and the disk most of the time.
  const codes = await Promise.all(missing.map(install));
  stopShowing();
  if (codes.every((code) => code === 0)) return;
  console.error('npm ci failed: fix what its message above names, and run the command again.');
  process.exit(1);
}

async function install(folder) {
  // Without scripts: the only one that matters would install the other folders. Without packages that
  // are only peers: firebase-functions-test's is jest, 265 packages that nothing here loads.
  const child = spawn(
    'npm',
    ['ci', '--ignore-scripts', '--omit=peer', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: folder,
      stdio: ['ignore', 2, 2], // npm's own output goes to stderr, so that ours stays readable
      shell: process.platform === 'win32',
    },
  );
  const [code] = await once(child, 'close');
  return code;
}

/** A line that counts the seconds in a terminal, and is static elsewhere. */
function showProgress(text) {
  const begun = Date.now();
  if (!process.stderr.isTTY) {
    process.stderr.write(`${text} …\n`);
    return () => {};
  }
  const show = () => {
    const seconds = Math.round((Date.now() - begun) / 1000);
    process.stderr.write(`\r${text} … ${seconds} s `);
  };
  show();
  const timer = setInterval(show, 1000);
  return () => {
    clearInterval(timer);
    process.stderr.write('\n');
  };
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
