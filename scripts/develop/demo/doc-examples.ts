import { readFileSync } from 'node:fs';

/** The pages whose examples the demo runs. */
const PAGES = ['README.md', 'docs/api.md'];

const EXAMPLE = /<!-- demo -->\s*```sh\n([\s\S]*?)```/g;

/** A page's examples, word for word: the shell commands marked with `<!-- demo -->`. */
export function examplesIn(page: string): string[] {
  return [...page.matchAll(EXAMPLE)].map(([, command = '']) => command.trim());
}

/** All examples of the README and the API's reference, in that order, each with its page. */
export function docExamples(): { page: string; command: string }[] {
  return PAGES.flatMap((page) =>
    examplesIn(readFileSync(new URL(`../../../${page}`, import.meta.url), 'utf8')).map(
      (command) => ({ page, command }),
    ),
  );
}
