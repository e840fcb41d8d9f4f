import { isRecord } from '../../../lib/is-record.js';
import { mergeAttributes, type Named } from '../foreign/attributes.js';

/** An event of Seq, whichever of its two forms it came in. */
export interface SeqEvent {
  timestamp: unknown;
  level: unknown;
  message: unknown;
  template: unknown;
  renderings: unknown;
  properties: Named;
  /** What else the form has a name for, as it is kept. */
  more: Named;
}

/** Names of the compact form for what is kept as an attribute. */
const COMPACT: ReadonlyMap<string, string> = new Map([
  ['@mt', 'message_template'],
  ['@x', 'exception'],
  ['@i', 'event_type'],
  ['@tr', 'trace_id'],
  ['@sp', 'span_id'],
  ['@ps', 'parent_span_id'],
  ['@st', 'span_start'],
  ['@sk', 'span_kind'],
  ['@ra', 'resource'],
  ['@sa', 'scope'],
]);

const OWN = new Set(['@t', '@m', '@l', '@r']);

/** https://clef-json.org: what begins with `@` is the form's own, and `@@` stands for an `@`. */
export function fromCompact(sent: Named): SeqEvent {
  const properties: [string, unknown][] = [];
  const more: Record<string, unknown> = {};
  for (const name of Object.keys(sent)) {
    const kept = COMPACT.get(name);
    if (kept !== undefined) more[kept] = sent[name];
    else if (name.startsWith('@@')) properties.push([name.slice(1), sent[name]]);
    else if (!OWN.has(name)) properties.push([name, sent[name]]);
  }
  return {
    timestamp: sent['@t'],
    level: sent['@l'],
    message: sent['@m'],
    template: sent['@mt'],
    renderings: sent['@r'],
    properties: Object.fromEntries(properties),
    more,
  };
}

/** Seq's older form, which its JavaScript clients send. */
export function fromOlder(sent: Named): SeqEvent {
  const { Timestamp, Level, RenderedMessage, MessageTemplate, Renderings, ...others } = sent;
  const { Exception, EventType, Properties, ...unknown } = others;
  return {
    timestamp: Timestamp,
    level: Level,
    message: RenderedMessage,
    template: MessageTemplate,
    // A map of the holes' names, which only Seq itself writes.
    renderings: undefined,
    properties: mergeAttributes(isRecord(Properties) ? Properties : { Properties }, unknown),
    more: {
      message_template: MessageTemplate,
      exception: Exception,
      event_type: EventType,
      renderings: Renderings,
    },
  };
}

export function isOlder(sent: Named): boolean {
  return 'MessageTemplate' in sent || 'RenderedMessage' in sent || 'Timestamp' in sent;
}
