import { useEffect, useState } from 'preact/hooks';

import { useReader } from '../context.js';
import type { AlertReader, Listen } from '../firebase/alert-reader.js';
import type { Loaded } from '../parts/use-async.js';

type Documents<Name extends keyof AlertReader> =
  AlertReader[Name] extends Listen<infer T> ? readonly T[] : never;

/** The tenant's alerts, or their notices, as they are and become; the second starts again. */
export function useAlerts<Name extends keyof AlertReader>(
  name: Name,
): [Loaded<Documents<Name>>, () => void] {
  const { firebase, tenant } = useReader();
  const [loaded, setLoaded] = useState<Loaded<Documents<Name>>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    let stopped = false;
    let unlisten: (() => void) | undefined;
    const failed = (error: unknown) => setLoaded({ state: 'failed', error });
    setLoaded({ state: 'loading' });
    const follow = async () => {
      try {
        const reader = (await firebase.store()).alerts(tenant);
        if (stopped) return;
        const next = (found: unknown[], fromCache: boolean) => {
          // Nothing in the cache tells nothing of what is stored.
          if (found.length === 0 && fromCache) return;
          // oxlint-disable-next-line no-unsafe-type-assertion -- what listens to these gives these
          setLoaded({ state: 'ready', value: found as unknown as Documents<Name> });
        };
        unlisten = reader[name](next, failed);
      } catch (error) {
        failed(error);
      }
    };
    void follow();
    return () => {
      stopped = true;
      unlisten?.();
    };
  }, [firebase, tenant, name, round]);
  return [loaded, () => setRound((before) => before + 1)];
}
