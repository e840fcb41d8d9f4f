/** How a log was changed so that it could be kept. */
export const REPAIRS = [
  'time_unreadable',
  'time_out_of_range',
  'not_text',
  'invalid_unicode',
  'duplicate_key',
  'nested_array',
  'renamed',
  'too_deep',
  'too_many',
  'not_json',
  'log_id_encoded',
  'split',
] as const;

export type RepairWord = (typeof REPAIRS)[number];

/** One change; `pointer` is a JSON Pointer (RFC 6901) to its place as it was sent, `''` the whole. */
export interface Repair {
  pointer: string;
  repair: RepairWord;
}
