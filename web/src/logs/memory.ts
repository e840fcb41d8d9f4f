import type { Log } from '../documents/log.js';
import { MAX_LOADED, MAX_LOADED_CHARACTERS, PAGE_CHARACTERS, PAGE_SIZE } from '../limits.js';

/** Logs whose sizes are looked at to tell that of the next ones. */
const SAMPLE = 100;

/**
 * How many logs to fetch next, where these came last: {@link PAGE_SIZE}, or fewer where their texts
 * are so long that a page of them would be a burden.
 */
export function nextPageSize(last: readonly Log[]): number {
  const sample = last.slice(-SAMPLE);
  if (sample.length === 0) return SAMPLE;
  const mean = sample.reduce((sum, log) => sum + characters(log), 0) / sample.length;
  return Math.max(1, Math.min(PAGE_SIZE, Math.floor(PAGE_CHARACTERS / Math.max(mean, 1))));
}

/** As many of the newest as a browser can hold with ease, by their number and by their texts. */
export function fitMemory(logs: readonly Log[]): readonly Log[] {
  let held = 0;
  const end = logs.findIndex((log, index) => {
    held += characters(log);
    return index >= MAX_LOADED || held > MAX_LOADED_CHARACTERS;
  });
  return end === -1 ? logs : logs.slice(0, Math.max(1, end));
}

function characters({ modified_data, original_text = '' }: Log): number {
  return modified_data.length + original_text.length;
}
