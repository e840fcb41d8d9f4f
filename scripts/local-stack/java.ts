import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A Java that runs, and its major version: 17, 21 … */
export interface Java {
  command: string;
  major: number;
}

/** The Java of `JAVA_HOME`, else of the `PATH`; `undefined` when there is none. */
export function findJava(env: NodeJS.ProcessEnv = process.env): Java | undefined {
  const home = env['JAVA_HOME'];
  for (const command of [...(home ? [join(home, 'bin', 'java')] : []), 'java']) {
    const { error, stderr, stdout } = spawnSync(command, ['-version'], { env, encoding: 'utf8' });
    if (error !== undefined) continue;
    const major = parseJavaVersion(`${stderr}${stdout}`);
    if (major !== undefined) return { command, major };
  }
  return undefined;
}

/** Reads `java -version`: `"1.8.0_392"` is 8, `"17.0.15"` 17, `"22-ea"` 22. */
export function parseJavaVersion(output: string): number | undefined {
  const version = /version "(\d+)(?:\.(\d+))?/.exec(output);
  if (version === null) return undefined;
  const [, first, second] = version;
  return Number(first === '1' ? second : first);
}
