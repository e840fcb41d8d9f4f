import { readFileSync } from 'node:fs';

const EXAMPLE = /<!-- demo -->\s*```sh\n([\s\S]*?)```/g;

/** The README's API examples, word for word: shell commands marked with `<!-- demo -->`. */
export function readmeExamples(readme: string): string[] {
  return [...readme.matchAll(EXAMPLE)].map(([, command = '']) => command.trim());
}

export function readReadme(): string {
  return readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
}
