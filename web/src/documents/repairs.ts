import { isRecord } from '../../../functions/src/lib/is-record.js';

/** How a log was changed so that it could be kept, in the words of `contract/repairs.ts`. */
export interface ShownRepair {
  pointer: string;
  repair: string;
}

/** For a log that did not fit one document: which part this is, from 0. */
export interface ShownSplit {
  id: string;
  index: number;
  total: number;
}

/** The valid repairs of a stored log. */
export function repairsOf(log: object): ShownRepair[] {
  const repairs: unknown = Reflect.get(log, 'repairs');
  return Array.isArray(repairs) ? repairs.filter(isRepair) : [];
}

export function splitOf(log: object): ShownSplit | undefined {
  const split: unknown = Reflect.get(log, 'split');
  return isSplit(split) ? split : undefined;
}

const isRepair = (value: unknown): value is ShownRepair =>
  isRecord(value) && typeof value['pointer'] === 'string' && typeof value['repair'] === 'string';

const isSplit = (value: unknown): value is ShownSplit =>
  isRecord(value) &&
  typeof value['id'] === 'string' &&
  typeof value['index'] === 'number' &&
  typeof value['total'] === 'number';
