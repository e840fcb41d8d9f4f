import { useEffect, useState } from 'preact/hooks';

import { useReader } from '../context.js';
import type { DeadLetter, DeadLetterReason } from '../documents/dead-letter.js';
import { MAX_DEAD_LETTERS } from '../limits.js';

export type DeadLetters =
  | { state: 'loading' }
  | { state: 'ready'; letters: readonly DeadLetter[] }
  | { state: 'failed'; error: unknown };

/** The newest dead letters of the tenant as they are and become; the second starts again. */
export function useDeadLetters(reason: DeadLetterReason | undefined): [DeadLetters, () => void] {
  const { firebase, tenant } = useReader();
  const [letters, setLetters] = useState<DeadLetters>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stopped = false;
    let unlisten: (() => void) | undefined;
    const failed = (error: unknown) => setLetters({ state: 'failed', error });
    setLetters({ state: 'loading' });
    const follow = async () => {
      try {
        const reader = (await firebase.store()).deadLetters(tenant);
        if (stopped) return;
        const next = (found: DeadLetter[], fromCache: boolean) => {
          // Nothing in the cache tells nothing of what is stored.
          if (found.length > 0 || !fromCache) setLetters({ state: 'ready', letters: found });
        };
        unlisten = reader.listen(reason, MAX_DEAD_LETTERS, next, failed);
      } catch (error) {
        failed(error);
      }
    };
    void follow();
    return () => {
      stopped = true;
      unlisten?.();
    };
  }, [firebase, tenant, reason, round]);
  return [letters, () => setRound((before) => before + 1)];
}
