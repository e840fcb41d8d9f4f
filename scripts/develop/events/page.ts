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
  '`npm run events` writes this page from [`events.ts`](../functions/src/telemetry/events.ts), the only place where events are described; a function cannot write any other. Names and fields keep their meaning, because metrics and alerts depend on them.',
  '',
  'Each event is one line of JSON, which Cloud Logging stores as `jsonPayload`, with its name in `event` and `message`, and its `severity`. `LOG_LEVEL` sets the lowest severity that is written; metrics need `INFO`. No line contains text, attributes, keys or a refused value: tests, [of logs](../functions/test/e2e/telemetry.emulator.spec.ts) and [of alerts](../functions/test/e2e/alert-telemetry.emulator.spec.ts), send marked values through the functions, failures included, and look for them in every line.',
  '',
  '## Following a request',
  '',
  'Every answer carries `X-Request-Id`: the client’s own, if it has 1 to 128 of `A-Z a-z 0-9 . _ : ~ -`, else a new one. The same id is in each line as `request_id`, in the stored log and in a dead letter. This query leads from a client’s complaint to everything that happened:',
  '',
  '```',
  'jsonPayload.request_id="req_0123456789abcdef0123456789abcdef"',
  '```',
  '',
  'Lines also belong to the request’s trace in Cloud Trace (from `traceparent`, else `X-Cloud-Trace-Context`, which Cloud Run sets). The trace travels with the message, as the attribute `googclient_traceparent` of Google’s client libraries. It is kept in a dead letter and continues when that is replayed, so one trace has the lines of `ingest`, `processLogs` and `recordDeadLetters`.',
  '',
];

function counted(): string[] {
  return [
    '## What can be counted',
    '',
    'A log-based metric counts lines, or reads a number from a field of each. A field with listed values can be a label. Ids cannot, except `tenant_id` if there are few tenants.',
    '',
    '| what | from the event | how |',
    '| --- | --- | --- |',
    ...COUNTED.map(
      ({ what, event, how }) =>
        `| ${what} | ${[event]
          .flat()
          .map((name) => `\`${name}\``)
          .join(', ')} | ${how} |`,
    ),
    '',
    '`message_failed` has the same counts as `message_processed`, because some logs of a failed message may be stored. Sum over both: no log counts as stored twice.',
    '',
    '**What it costs.** A line has about 450 bytes, or 700 as Cloud Logging counts, with one line for each request and one for each message: 65 cents per million requests. Instances do not sum up lines before writing them, because Cloud Run takes away the CPU between requests and may end an instance, losing what was not written. Writing a line takes 5 µs of CPU, out of about 230 µs for a request. To pay less and count the same, exclude lines for success from storage, here nine of ten; a project’s own metrics [are calculated before exclusion](https://cloud.google.com/logging/docs/logs-based-metrics):',
    '',
    '```sh',
    'gcloud logging sinks update _Default --project PROJECT \\',
    '  --add-exclusion=\'name=uig-success,filter=jsonPayload.event=("request_accepted" OR "message_processed") AND sample(insertId, 0.9)\'',
    '```',
    '',
    'Without `AND sample(…)`, none of them is stored. Keeping one in ten saves 59 cents per million logs sent one by one, keeping none saves 65; in batches of 100, either saves a cent ([cost.md](cost.md)).',
    '',
    'With `LOG_LEVEL=WARNING` these lines are not written, and nothing is counted.',
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
  return `| \`${name}\` | ${what}${optional ? ', optional' : ''} | ${meaning}${known === undefined ? '' : `: ${known}`} |`;
}
