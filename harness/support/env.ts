/** A variable that the test runner sets; `npm test` does, with the emulators running. */
export function requiredEnv(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run this test with \`npm test\``);
  return value;
}
