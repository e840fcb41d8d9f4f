import type { Miss, Redact } from './evaluate.js';

const WARM_UP_MS = 1_000;
const MEASURE_MS = 2_000;
const CONTEXT = 40;

/** Speed of redacting lines one by one, by CPU time and not the clock. */
export function megabytesPerSecond(
  lines: readonly string[],
  redact: (text: string) => unknown,
  { warmUpMs = WARM_UP_MS, measureMs = MEASURE_MS } = {},
): number {
  const bytes = lines.reduce((sum, line) => sum + Buffer.byteLength(line), 0);
  const run = (forMs: number): number => {
    const start = process.cpuUsage();
    let rounds = 0;
    for (;;) {
      for (const line of lines) redact(line);
      rounds += 1;
      const { user, system } = process.cpuUsage(start);
      if (user + system >= forMs * 1000) return (bytes * rounds) / (user + system);
    }
  };
  run(warmUpMs);
  return run(measureMs);
}

/** What is redacted in lines with nothing but IP addresses to redact. */
export function countFalse(lines: readonly string[], redact: Redact) {
  const found: Miss[] = [];
  let addresses = 0;
  for (const line of lines) {
    for (const { kind, start, end } of redact(line).findings) {
      if (kind === 'ip') addresses += 1;
      else {
        found.push({
          outcome: 'false',
          kind,
          text: line.slice(start, end),
          before: line.slice(Math.max(0, start - CONTEXT), start),
          after: line.slice(end, end + CONTEXT),
        });
      }
    }
  }
  return {
    lines: lines.length,
    addresses,
    falsePerThousand: (found.length / lines.length) * 1000,
    found,
  };
}
