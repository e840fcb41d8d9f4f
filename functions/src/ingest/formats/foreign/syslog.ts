import { MAX_SYSLOG_DATA_LENGTH } from '../../../limits.js';
import { readSeverity } from '../../../contract/severity.js';
import { mergeAttributes, mergeEntries } from './attributes.js';

/** RFC 5424, section 6.2.1. */
const FACILITIES =
  'kern user mail daemon auth syslog lpr news uucp cron authpriv ftp ntp audit alert clock local0 local1 local2 local3 local4 local5 local6 local7'.split(
    ' ',
  );

/** RFC 5424; `-` stands for what is not known, and structured data may be missing, as Heroku's is. */
const RFC_5424 =
  /^<(\d{1,3})>\d{1,2} (\S{1,64}) (\S{1,255}) (\S{1,255}) (\S{1,255}) (\S{1,255}) ?(.*)$/s;

const CLOCK = String.raw`\d\d:\d\d:\d\d(?:[.,]\d{1,9})?`;

/** RFC 3164's time without a year, and the times of rsyslog and Cisco, which may have one. */
const STAMP = String.raw`[A-Z][a-z]{2} {1,2}\d{1,2} (?:\d{4} )?${CLOCK}(?: \d{4}(?= ))?|\d{4}-\d\d-\d\d[T ]${CLOCK}(?:Z|[+-]\d\d:?\d\d)?|\d{4} [A-Z][a-z]{2} {1,2}\d{1,2} ${CLOCK}`;

/** RFC 3164: a time, the host, the program and perhaps its process. */
const RFC_3164 = new RegExp(
  String.raw`^<(\d{1,3})>(${STAMP}) (\S{1,255}) (?:: )?(?:([^\s:[]{1,48})(?:\[(\d{1,10})\])?: ?)?(.*)$`,
  's',
);

/** Cisco: optional sequence number and host, `*` or `.` for an unsynchronised clock, time, colon. */
const CISCO = new RegExp(
  String.raw`^<(\d{1,3})>(?:(\d{0,10}): ?)?(?:([A-Za-z][\w.-]{0,254}): )?[*.]?((?:${STAMP})(?: [A-Z]{3,4})?) ?: ?(.*)$`,
  's',
);

const PRIORITY = /^<(\d{1,3})>(.*)$/s;

const MAX_PRIORITY = 191;

const ELEMENT = /\[([^\s=\]"]{1,255})((?: [^\s=\]"]{1,255}="[^"\\\]]*(?:\\.[^"\\\]]*)*")*)\]/y;
const PARAMETER = /([^\s=\]"]+)="([^"\\\]]*(?:\\.[^"\\\]]*)*)"/g;

/** A line of syslog as the fields of a log; a line that is none is a text. */
export function syslogFields(line: string): Record<string, unknown> {
  // More than 23 facilities of 8 severities are none.
  if (Number(/^<(\d{1,3})>/.exec(line)?.[1]) > MAX_PRIORITY) return { text: line };
  const [, priority, time, host, program, process, messageId, rest] = RFC_5424.exec(line) ?? [];
  if (priority !== undefined) {
    const { data, message } = splitData(rest ?? '');
    const named = { host, program, pid: process, msgid: messageId };
    return fields(priority, time, named, data, message.replace(/^\uFEFF/, ''));
  }
  return cisco(line) ?? older(line);
}

function cisco(line: string): Record<string, unknown> | undefined {
  const [, priority, sequence, host, time, text = ''] = CISCO.exec(line) ?? [];
  if (priority === undefined) return undefined;
  return fields(priority, time, { sequence: sequence || undefined, host }, {}, text);
}

/** RFC 3164, or just a priority and a text. */
function older(line: string): Record<string, unknown> {
  const [, priority, time, host, program, pid, text = ''] = RFC_3164.exec(line) ?? [];
  if (priority !== undefined) return fields(priority, time, { host, program, pid }, {}, text);
  const [, alone, rest = ''] = PRIORITY.exec(line) ?? [];
  return alone === undefined ? { text: line } : fields(alone, undefined, {}, {}, rest);
}

function fields(
  priority: string,
  time: string | undefined,
  named: Record<string, string | undefined>,
  data: Record<string, unknown>,
  message: string,
) {
  const facility = FACILITIES[Math.floor(Number(priority) / 8)];
  const known = Object.entries(named).filter(([, value]) => value !== undefined && value !== '-');
  const attributes = mergeAttributes({ facility }, Object.fromEntries(known), data);
  return {
    text: message.trim() === '' ? JSON.stringify(attributes) : message,
    ...(time !== undefined && time !== '-' && { timestamp: time }),
    severity: readSeverity(Number(priority) % 8),
    attributes,
  };
}

/** Structured data, an element a map, and what comes after it. */
function splitData(rest: string): { data: Record<string, unknown>; message: string } {
  if (rest === '-' || rest.startsWith('- ')) return { data: {}, message: rest.slice(2) };
  const head = rest.slice(0, MAX_SYSLOG_DATA_LENGTH);
  const elements: [string, unknown][] = [];
  let end = 0;
  ELEMENT.lastIndex = 0;
  for (let element = ELEMENT.exec(head); element !== null; element = ELEMENT.exec(head)) {
    const [, id = '', parameters = ''] = element;
    const pairs = [...parameters.matchAll(PARAMETER)].map(
      ([, name = '', value = '']) => [name, value.replaceAll(/\\(["\\\]])/g, '$1')] as const,
    );
    elements.push([id, mergeEntries(pairs)]);
    end = ELEMENT.lastIndex;
  }
  return { data: mergeEntries(elements), message: rest.slice(end).replace(/^ /, '') };
}
