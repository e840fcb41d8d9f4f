import type { Repair } from '../../../contract/repairs.js';
import type { Group } from './request.js';

const REPLACEMENT = '\uFFFD';
const PLACE = /^\/[^/]+\/(\d+)\/[^/]+\/(\d+)\/[^/]+\/(\d+)(\/.*)?$/;

/**
 * Gives each record the parser's repairs in it. A replacement character may stand for something else
 * in the body, which is not entirely UTF-8 or has half a surrogate pair.
 */
export function withRepairs(groups: readonly Group[], repairs: readonly Repair[]): Group[] {
  const places = new Map<string, Repair[]>();
  for (const { pointer, repair } of repairs) {
    const [, resource, scope, record, rest = ''] = PLACE.exec(pointer) ?? [];
    if (resource === undefined || repair === 'invalid_unicode') continue;
    const place = `${resource}/${scope}/${record}`;
    places.set(place, [...(places.get(place) ?? []), { pointer: rest, repair }]);
  }
  return groups.map((group) => {
    const isShared = holdsReplacement([group.resource, group.scope]);
    return {
      ...group,
      records: group.records.map((sent, index) => {
        const { record } = sent;
        if (sent.fault !== undefined) return sent;
        const own = places.get(`${group.place}/${index}`) ?? [];
        if (isShared || holdsReplacement(record)) own.push(INVALID_UNICODE);
        return { record, repairs: own };
      }),
    };
  });
}

const INVALID_UNICODE: Repair = { pointer: '', repair: 'invalid_unicode' };

function holdsReplacement(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(REPLACEMENT);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([name, item]) => name.includes(REPLACEMENT) || holdsReplacement(item),
  );
}
