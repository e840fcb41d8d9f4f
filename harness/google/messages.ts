import { fromProto3JSON, type JSONValue, toProto3JSON } from 'proto3-json-serializer';
import type protobuf from 'protobufjs';

import { definitionOf } from './definitions.js';

/** A resource in the JSON of Google's REST APIs, as the files in `monitoring/` have it. */
export type Json = { [key: string]: JSONValue };

/** A field that is a text, or `''`. */
export function textOf(json: Json, field: string): string {
  const value = json[field];
  return typeof value === 'string' ? value : '';
}

const MESSAGES = {
  AlertPolicy: 'google.monitoring.v3.AlertPolicy',
  NotificationChannel: 'google.monitoring.v3.NotificationChannel',
  Dashboard: 'google.monitoring.dashboard.v1.Dashboard',
} as const;

/**
 * Between the JSON of the REST API and what Google's client takes and gives, by the definitions
 * that are in the client: they differ in durations, enumerations and wrapped values.
 */
export function createCodec(name: keyof typeof MESSAGES) {
  const type = definitionOf(MESSAGES[name]);
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
