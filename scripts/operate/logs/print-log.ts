import { toRfc3339 } from '../../../functions/src/contract/instant.js';
import { toJsonFields } from '../../../functions/src/contract/processed-log.js';
import { visible } from '../../terminal/visible.js';
import type { Log } from './log-source.js';

/** Characters of a text that a line shows; `--json` prints all of it. */
const LINE_LENGTH = 500;

/** Prints a log as one line or as JSON; nothing in it can act on the terminal or start a line. */
export function printLog(log: Log, asJson: boolean): void {
  console.log(asJson ? JSON.stringify(toJson(log)) : toLine(log));
}

function toLine({ time, severity, log_id, modified_data, attributes }: Log): string {
  const text =
    modified_data.length > LINE_LENGTH ? `${modified_data.slice(0, LINE_LENGTH)}…` : modified_data;
  const more = attributes === undefined ? '' : ` ${JSON.stringify(attributes)}`;
  const cut = more.length > LINE_LENGTH ? `${more.slice(0, LINE_LENGTH)}…` : more;
  return oneLine(`${toRfc3339(time)} ${(severity ?? '').padEnd(9)} ${log_id} ${text}${cut}`);
}

/** Line breaks and tabs as JSON escapes them, also those of Unicode. */
export function oneLine(text: string): string {
  return visible(text)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\t', String.raw`\t`)
    .replaceAll(/[\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16)}`);
}

function toJson(log: Log): object {
  return { log_id: log.log_id, ...toJsonFields(log, ['briefly', 'whole', 'never']) };
}
