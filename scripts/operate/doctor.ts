import { Command } from 'commander';

import { OperatorError } from '../terminal/operator-error.js';
import { runCommand } from '../terminal/run-command.js';
import { listFunctions } from './delivery-policy/deployed-functions.js';
import { examine } from './doctor/examine.js';
import { formatFinding } from './doctor/print.js';
import { smoke } from './doctor/smoke.js';
import { firebaseAccessToken } from './google/firebase-login.js';
import { chooseDeployed } from './google/project.js';
import { createGoogleRest } from './google/rest.js';

const options = new Command('npm run doctor --')
  .description(
    'Checks everything that a deployed gateway needs, and prints how to fix what is wrong. Before a first deployment, it says what a deployment would replace of another application. Changes nothing.',
  )
  .option('--project <id>', 'the project, by its id or an alias')
  .option(
    '--smoke',
    'also send a log with the API key in INGEST_KEY, and wait until it is stored: it stays in that tenant',
    false,
  )
  .option('--json', 'as JSON', false)
  .parse()
  .opts<{ project?: string; smoke: boolean; json: boolean }>();

await runCommand(async () => {
  const choice = chooseDeployed(options.project);
  // Read from a file, it ends with a line break. No header accepts that, and the error would show the key.
  const key = process.env['INGEST_KEY']?.trim();
  if (options.smoke && !/^[!-~]+$/.test(key ?? '')) {
    throw new OperatorError(
      'Set INGEST_KEY to an API key: `npm run tenant -- key create TENANT` makes one.',
    );
  }
  const rest = createGoogleRest(firebaseAccessToken);
  const print = options.json ? () => {} : (line: string) => console.log(line);
  const findings = await examine(rest, choice, (finding) => print(formatFinding(finding)));
  if (options.smoke && key !== undefined) {
    const finding = await smoke(await listFunctions(rest, choice.project), key);
    findings.push(finding);
    print(formatFinding(finding));
  }
  if (options.json)
    console.log(JSON.stringify({ project: choice.project, findings }, undefined, 2));
  const wrong = findings.filter(({ outcome }) => outcome === 'wrong' || outcome === 'unknown');
  if (wrong.length === 0) return 0;
  print(`\n${wrong.length} of ${findings.length} need a fix.`);
  return 1;
});
