import { createRequire } from 'node:module';

import { fromProto3JSON, type JSONValue, toProto3JSON } from 'proto3-json-serializer';
import protobuf from 'protobufjs';

/** A resource in the JSON of Google's REST APIs, as the files in `monitoring/` have it. */
export type Json = { [key: string]: JSONValue };

/** A field that is a text, or `''`. */
export function textOf(json: Json, field: string): string {
  const value = json[field];
  return typeof value === 'string' ? value : '';
}

const require = createRequire(import.meta.url);

const DEFINITIONS = {
  AlertPolicy: ['@google-cloud/monitoring', 'google.monitoring.v3.AlertPolicy'],
  NotificationChannel: ['@google-cloud/monitoring', 'google.monitoring.v3.NotificationChannel'],
  Dashboard: ['@google-cloud/monitoring-dashboards', 'google.monitoring.dashboard.v1.Dashboard'],
} as const;

/**
 * Between the JSON of the REST API and what Google's client takes and gives, by the definitions
 * that are in the client: they differ in durations, enumerations and wrapped values.
 */
export function createCodec(name: keyof typeof DEFINITIONS) {
  const [client, fullName] = DEFINITIONS[name];
  const root = protobuf.Root.fromJSON(require(`${client}/build/protos/protos.json`));
  const type = root.resolveAll().lookupType(fullName);
  return {
    /** Leaves out what the definition does not know: {@link toJson} of it shows what is left. */
    toMessage: (json: Json): object => type.toObject(parse(json)),
    toJson: (message: object): Json => toProto3JSON(type.fromObject(message)) as Json,
  };

  function parse(json: Json): protobuf.Message {
    const message = fromProto3JSON(type, json);
    if (message === null) throw new Error(`${name} is null`);
    return message;
  }
}
