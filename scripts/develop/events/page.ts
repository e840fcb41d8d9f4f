import { fileURLToPath } from 'node:url';

import { format, resolveConfig } from 'prettier';

import { EVENTS } from '../../../functions/src/telemetry/events.js';
import type { Field } from '../../../functions/src/telemetry/field.js';
import { COUNTED } from './counted.js';

export const EVENTS_FILE = fileURLToPath(new URL('../../../docs/events.md', import.meta.url));

/** The page about the functions' own logs, as `npm run format` would have it. */
export async function eventsPage(): Promise<string> {
  const options = await resolveConfig(EVENTS_FILE);
  const page = [...INTRODUCTION, ...counted(), '## Events', '', ...events()].join('\n');
  return format(page, { ...options, filepath: EVENTS_FILE });
}

const INTRODUCTION = [
  '# What the functions log',
  '',
  '`npm run events` writes this page from [`events.ts`](../functions/src/telemetry/events.ts), the one place where an event is described; a function can write no other. Names and fields keep their meaning: metrics and alerts rest on them.',
  '',
  'Each event is one line of JSON, which Cloud Logging takes as `jsonPayload`, with `event` and `message` for its name and `severity`. `LOG_LEVEL` sets the least severity that is written; what the metrics count needs `INFO`. No line holds text, attributes, keys, or a value that was refused: [a test](../functions/test/e2e/telemetry.emulator.spec.ts) sends marked ones through all functions, failures included, and looks for them in every line.',
  '',
  '## Following a request',
  '',
  'Every answer carries `X-Request-Id`: the one that the client sent, where it has 1 to 128 of `A-Z a-z 0-9 . _ : ~ -`, else a new one. It is in each line as `request_id`, in the stored log, and in the dead letter. So from a client’s complaint to all that happened:',
  '',
  '```',
  'jsonPayload.request_id="req_0123456789abcdef0123456789abcdef"',
  '```',
  '',
  'Lines are joined to the request’s trace of Cloud Trace as well (from `traceparent`, else `X-Cloud-Trace-Context`, which Cloud Run sets). The trace goes with the message as its attribute `googclient_traceparent`, as Google’s client libraries call it, is kept in a dead letter, and goes on when that is replayed: one trace has the lines of `ingest`, `processLogs` and `recordDeadLetters`.',
  '',
];

function counted(): string[] {
  return [
    '## What can be counted',
    '',
    'A log-based metric counts lines, or takes a number from a field of each. A field with listed values may be a label; ids may not, but for `tenant_id` where there are few tenants.',
    '',
    '| what | of the event | how |',
    '| --- | --- | --- |',
    ...COUNTED.map(
      ({ what, event, how }) =>
        `| ${what} | ${[event]
          .flat()
          .map((name) => `\`${name}\``)
          .join(', ')} | ${how} |`,
    ),
    '',
    '`message_failed` has the same counts as `message_processed`, since some logs of a message that comes again may be done with: a sum over both is right, and no log counts as stored twice.',
    '',
    '**What it costs.** A line has about 450 bytes, 700 as Cloud Logging counts, one for each request and one for each message: 65 cents a million requests. Lines are not summed up in an instance before they are written, since Cloud Run takes the CPU away between requests and may end an instance then: what was not written is lost. Writing one takes 5 µs of CPU, of some 230 µs that a request takes. To pay less and count the same, exclude lines of success from storage, here nine of ten; metrics that a project defines [are calculated before exclusion](https://cloud.google.com/logging/docs/logs-based-metrics):',
    '',
    '```sh',
    'gcloud logging sinks update _Default --project PROJECT \\',
    '  --add-exclusion=\'name=uig-success,filter=jsonPayload.event=("request_accepted" OR "message_processed") AND sample(insertId, 0.9)\'',
    '```',
    '',
    'Without `AND sample(…)` none is stored. One in ten saves 59 cents a million logs where each comes alone, none 65; in batches of 100 either is a cent ([cost.md](cost.md)).',
    '',
    '`LOG_LEVEL=WARNING` writes none of them, and nothing is counted.',
    '',
  ];
}

function events(): string[] {
  return Object.entries(EVENTS).flatMap(([name, { severity, by, meaning, fields }]) => [
    `### \`${name}\``,
    '',
    `${meaning}. **${severity}**, by ${by.map((one) => `\`${one}\``).join(', ')}.`,
    '',
    table(fields),
    '',
  ]);
}

function table(fields: Readonly<Record<string, Field>>): string {
  const rows = Object.entries(fields).map(([name, field]) => row(name, field));
  return rows.length === 0 ? '' : ['| field | | what |', '| --- | --- | --- |', ...rows].join('\n');
}

function row(name: string, { type, unit, values, optional, meaning }: Field): string {
  const kind = { ms: 'milliseconds', By: 'bytes', '1': 'a number' }[unit ?? '1'];
  const what = type === 'integer' ? kind : 'text';
  const known = values?.map((value) => `\`${value}\``).join(', ');
  return `| \`${name}\` | ${what}${optional ? ', may be absent' : ''} | ${meaning}${known === undefined ? '' : `: ${known}`} |`;
}
