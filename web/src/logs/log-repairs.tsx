import { repairsOf, splitOf } from '../documents/repairs.js';
import type { Log } from '../documents/log.js';

/** What was done to a log that could not be kept as sent, as rows of its fields. */
export function LogRepairs({ log }: { log: Log }) {
  const repairs = repairsOf(log);
  const split = splitOf(log);
  return (
    <>
      {repairs.length > 0 && (
        <>
          <dt>Repaired</dt>
          <dd>
            <ul class="repairs">
              {repairs.map(({ pointer, repair }) => (
                <li key={`${pointer} ${repair}`}>
                  {repair.replaceAll('_', ' ')}
                  {pointer !== '' && (
                    <>
                      {' '}
                      in <code>{pointer}</code>
                    </>
                  )}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
      {split !== undefined && (
        <>
          <dt>Parts</dt>
          <dd>
            Some of its {split.total} parts are missing: not stored yet, expired, or among the dead
            letters.
          </dd>
        </>
      )}
    </>
  );
}
