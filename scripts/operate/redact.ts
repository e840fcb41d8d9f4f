import { text as readAll } from 'node:stream/consumers';

import { Command, Option } from 'commander';

import { redact } from '../../functions/src/redact/index.js';

const program = new Command('npm run redact --')
  .description('Redacts standard input as the gateway would: echo text | npm run redact')
  .addOption(
    new Option('--label <style>', 'plain: [REDACTED]; kind: [REDACTED:email]')
      .choices(['plain', 'kind'])
      .default('plain'),
  )
  .option('--mac', 'hardware addresses, too', false)
  .option('--no-ip', 'leave IP addresses')
  .option('--json', 'the text and its findings as JSON', false)
  .parse();

const { label, mac, ip, json } = program.opts<{
  label: 'plain' | 'kind';
  mac: boolean;
  ip: boolean;
  json: boolean;
}>();

if (process.stdin.isTTY) console.error('Type or paste the text, then Ctrl-D:');
const result = redact(await readAll(process.stdin), { label, kinds: { mac, ip } });
process.stdout.write(json ? `${JSON.stringify(result)}\n` : result.text);
