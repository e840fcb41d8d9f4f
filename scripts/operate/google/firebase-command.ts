import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The options of the `firebase deploy` that runs this process as its hook. */
export interface FirebaseCommand {
  token?: string;
  account?: string;
  /** A configuration other than firebase.json. */
  config?: string;
  dryRun: boolean;
}

/** How many ancestors are examined: firebase, its shells, npm and its shell lie in between. */
const DEPTH = 12;

const NAMES = { '--token': 'token', '--account': 'account', '--config': 'config', '-c': 'config' };

/**
 * `firebase` passes a hook only the project: the token or account of the deployment
 * is only in its own arguments. Empty if they cannot be read.
 */
export function readFirebaseCommand(): FirebaseCommand {
  let pid = process.ppid;
  for (let depth = 0; depth < DEPTH && pid > 1; depth += 1) {
    const found = readProcess(pid);
    if (found === undefined) break;
    if (isDeployment(found.args)) return parseDeployment(found.args);
    pid = found.parent;
  }
  return { dryRun: false };
}

function isDeployment(args: readonly string[]): boolean {
  return (
    args.includes('deploy') && args.some((arg) => /(^|[\\/])firebase(\.(js|cmd|exe))?$/.test(arg))
  );
}

export function parseDeployment(args: readonly string[]): FirebaseCommand {
  const command: FirebaseCommand = { dryRun: args.includes('--dry-run') };
  for (const [index, arg] of args.entries()) {
    const [, name = '', inline] = /^(-{1,2}[a-z]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (!Object.hasOwn(NAMES, name)) continue;
    const value = inline ?? args[index + 1];
    const key = NAMES[name as keyof typeof NAMES] as 'token' | 'account' | 'config';
    if (value !== undefined) command[key] = value;
  }
  return command;
}

function readProcess(pid: number): { parent: number; args: string[] } | undefined {
  try {
    if (process.platform === 'linux') {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
      // `PID (NAME) STATE PARENT …`; a name may have spaces and parentheses.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return { parent: Number(parent), args };
    }
    const line =
      process.platform === 'win32'
        ? powershell(
            `Get-CimInstance Win32_Process -Filter ProcessId=${pid} | ForEach-Object { "$($_.ParentProcessId) $($_.CommandLine)" }`,
          )
        : execFileSync('ps', ['-ww', '-o', 'ppid=,args=', '-p', String(pid)], { encoding: 'utf8' });
    const [parent = '', ...args] = line.trim().split(/\s+/);
    return { parent: Number(parent), args: args.map((arg) => arg.replaceAll('"', '')) };
  } catch {
    return undefined;
  }
}

function powershell(command: string): string {
  return execFileSync('powershell', ['-NoProfile', '-Command', command], { encoding: 'utf8' });
}
