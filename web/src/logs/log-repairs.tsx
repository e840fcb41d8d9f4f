import { repairsOf, splitOf } from '../documents/repairs.js';
import type { Log } from '../documents/log.js';

/** What was done to keep a log that could not be kept as it was sent, as rows of its fields. */
export function LogRepairs({ log, onOpen }: { log: Log; onOpen: (id: string) => void }) {
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
          <dt>Part</dt>
          <dd>
            {split.index + 1} of {split.total}
            {split.index > 0 && (
              <>
                {' '}
                of{' '}
                <button type="button" class="link mono" onClick={() => onOpen(split.id)}>
                  {split.id}
                </button>
              </>
            )}
          </dd>
        </>
      )}
    </>
  );
}
