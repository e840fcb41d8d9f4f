import type { Log } from '../documents/log.js';
import { MAX_LOADED, MAX_LOADED_CHARACTERS, PAGE_CHARACTERS, PAGE_SIZE } from '../limits.js';

/** Logs whose sizes are sampled to estimate the size of the next ones. */
const SAMPLE = 100;

/**
 * How many logs to fetch next, given the last ones: {@link PAGE_SIZE}, or fewer if their texts are
 * so long that a full page would be a burden.
 */
export function nextPageSize(last: readonly Log[]): number {
  const sample = last.slice(-SAMPLE);
  if (sample.length === 0) return SAMPLE;
  const mean = sample.reduce((sum, log) => sum + characters(log), 0) / sample.length;
  return Math.max(1, Math.min(PAGE_SIZE, Math.floor(PAGE_CHARACTERS / Math.max(mean, 1))));
}

/** As many of the newest logs as a browser can comfortably hold, by number and by text. */
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
