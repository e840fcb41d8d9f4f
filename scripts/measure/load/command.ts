import { Command, Option } from 'commander';

import { wholeNumber } from '../../terminal/number.js';
import { collectKeys, parseMix, parseUrl, wholeNumberOr0 } from './options.js';

/** Every option with its default. */
export function loadCommand(): Command {
  return new Command('npm run load --')
    .description(
      'Sends logs at a steady rate, whatever the answers take, and reports what came back. Without --url it starts the gateway on this machine, as production runs it.',
    )
    .option('--url <url>', 'address of the gateway’s intake', parseUrl)
    .option('--i-own-this', 'confirm that an address on another machine is yours to load', false)
    .option('--rpm <n>', 'requests a minute', wholeNumber, 1_000)
    .option('--duration <seconds>', 'how long', wholeNumber, 60)
    .addOption(
      new Option('--key <key>', 'an API key; once for each tenant, or several with commas')
        .env('INGEST_KEYS')
        .argParser(collectKeys)
        .default([]),
    )
    .option(
      '--tenants <n>',
      'tenants that the logs belong to, without keys (default: 5)',
      wholeNumber,
    )
    .option('--shards <n>', 'of each tenant of the local stack', wholeNumber, 1)
    .option('--mix <kinds>', 'json, text, batch (NDJSON), in turn', parseMix, ['json'])
    .option('--batch-size <n>', 'logs of a batch', wholeNumber, 100)
    .option('--connections <n>', 'sockets at most; what goes beyond waits', wholeNumber, 500)
    .option('--max-in-flight <n>', 'requests without an answer at most', wholeNumber, 10_000)
    .option('--timeout <seconds>', 'longest wait for an answer', wholeNumber, 30)
    .option('--verify', 'wait until all is stored, read it back and reconcile', false)
    .option('--drain-timeout <seconds>', 'longest wait for that', wholeNumber, 300)
    .option('--project <id>', 'where --verify reads, with --url; without it the emulators')
    .option('--ingest-instances <n>', 'of the local stack', wholeNumber, 1)
    .option('--workers <n>', 'of the local stack; 0: the intake alone', wholeNumberOr0, 1)
    .option(
      '--pushers <n>',
      'of the local stack, which pull and push; 0: the emulator’s own push, of some 200 a second',
      wholeNumberOr0,
      4,
    )
    .option('--seed <n>', 'repeats the texts', wholeNumber, 1)
    .option('--json <file>', 'the report as JSON, for programs')
    .option('--html <file>', 'the report as one page with charts')
    .showHelpAfterError('Add --help for the options.');
}
