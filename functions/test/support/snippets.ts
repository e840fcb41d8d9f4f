import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const DOCUMENT = fileURLToPath(new URL('../../../docs/clients.md', import.meta.url));
// Below node_modules, so that a snippet finds the packages that it names.
const WORKPLACE = fileURLToPath(new URL('../node_modules/.cache/', import.meta.url));

const SNIPPET = /<!-- test: (\S+) -->\s*```(\w*)\n([\s\S]*?)```/g;

export interface Snippet {
  name: string;
  language: string;
  code: string;
}

/** The blocks of docs/clients.md that say `<!-- test: NAME -->`, word for word. */
export async function readSnippets(): Promise<Map<string, Snippet>> {
  const found = (await readFile(DOCUMENT, 'utf8')).matchAll(SNIPPET);
  return new Map(
    [...found].map(([, name = '', language = '', code = '']) => [name, { name, language, code }]),
  );
}

/** An empty folder for what a client needs; gone after `work`. */
export async function inWorkplace<T>(work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(WORKPLACE, { recursive: true });
  const folder = await mkdtemp(`${WORKPLACE}client-`);
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs a snippet of shell or JavaScript to its end; rejects with its output where it fails. */
export function runSnippet({ language, code }: Snippet, env: Record<string, string>) {
  return inWorkplace(async (folder) => {
    const [command, file] = language === 'sh' ? ['sh', 'snippet.sh'] : ['node', 'snippet.mjs'];
    await writeFile(`${folder}/${file}`, language === 'sh' ? `set -e\n${code}` : code);
    const { NODE_V8_COVERAGE: _coverage, ...inherited } = process.env;
    const child = spawn(command, [file], { cwd: folder, env: { ...inherited, ...env } });
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
    }
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new Error(`the snippet ended with ${status}:\n${output.join('')}`);
    return output.join('');
  });
}
