/** What a client complains of while `work` runs: several have no other way to say it. */
export async function consoleErrors(work: () => Promise<unknown>): Promise<string[]> {
  const said: string[] = [];
  const { error } = console;
  console.error = (...values: unknown[]) => said.push(values.map(String).join(' '));
  try {
    await work();
  } finally {
    console.error = error;
  }
  return said;
}
