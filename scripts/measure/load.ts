import { writeFileSync } from 'node:fs';

import { loadCommand } from './load/command.js';
import { renderHtml } from './load/html.js';
import { handleInterrupts } from '../terminal/interrupt.js';
import { checkOptions, isLoopback, type LoadOptions } from './load/options.js';
import { formatReport } from './load/print-report.js';
import { runLoad } from './load/run-load.js';
import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { showProgress } from '../terminal/progress.js';

const options = loadCommand().parse().opts<LoadOptions>();

await runCommand(async () => {
  checkOptions(options);
  const { url, rpm, duration } = options;
  if (url !== undefined && !isLoopback(url.hostname)) {
    const requests = Math.floor((rpm * duration) / 60);
    console.error(`${requests} requests go to ${url.host}; what it takes is stored and billed.`);
  }
  const files = { json: options.json, html: options.html };
  // Fails now, not after an hour of load.
  for (const file of Object.values(files)) if (file !== undefined) write(file, '');
  const interrupts = handleInterrupts();
  let last = 'starting';
  const progress = showProgress(() => last);
  const report = await runLoad(options, interrupts, (line) => {
    last = line;
  }).finally(() => progress.done());
  console.log(formatReport(report));
  if (files.json !== undefined) write(files.json, `${JSON.stringify(report, undefined, 2)}\n`);
  if (files.html !== undefined) write(files.html, renderHtml(report));
  return report.ok ? 0 : 1;
});

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new OperatorError(`${file} cannot be written: ${(error as Error).message}`);
  }
}
