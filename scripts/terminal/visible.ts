/** Control, format and direction characters, private and unassigned ones; line breaks and tabs are not. */
const INVISIBLE = /[^\P{C}\n\t]/gu;

/**
 * The text with every character that a terminal would act on, or not show, as JSON escapes it: names
 * and log texts come from clients. Text that is JSON stays JSON with the same meaning.
 */
export function visible(text: string): string {
  return text.replaceAll(INVISIBLE, (character) =>
    Array.from(
      { length: character.length },
      (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
    ).join(''),
  );
}

/** Makes all `console` output {@link visible}, so that no command can forget to. */
export function guardConsole(): void {
  for (const stream of ['log', 'error'] as const) {
    const write = console[stream].bind(console);
    console[stream] = (...parts: unknown[]) =>
      write(...parts.map((part) => (typeof part === 'string' ? visible(part) : part)));
  }
}
