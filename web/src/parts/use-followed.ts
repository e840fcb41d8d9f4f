import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

import { useReader } from '../context.js';
import type { Listen } from '../firebase/listen.js';
import type { Store } from '../firebase/store.js';
import type { Loaded } from './use-async.js';

/** The tenant's documents, followed by a listener for each key; the second element starts over. */
export function useFollowed<T>(
  key: string,
  listen: (store: Store, tenant: string) => Listen<T>,
): [Loaded<readonly T[]>, () => void] {
  const { firebase, tenant } = useReader();
  const [loaded, setLoaded] = useState<Loaded<readonly T[]>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const latest = useRef(listen);
  latest.current = listen;
  useEffect(() => {
    let stopped = false;
    let unlisten: (() => void) | undefined;
    const failed = (error: unknown) => setLoaded({ state: 'failed', error });
    setLoaded({ state: 'loading' });
    const follow = async () => {
      try {
        const store = await firebase.store();
        if (stopped) return;
        unlisten = latest.current(store, tenant)((found, fromCache) => {
          // An empty cache says nothing about what is stored.
          if (found.length > 0 || !fromCache) setLoaded({ state: 'ready', value: found });
        }, failed);
      } catch (error) {
        failed(error);
      }
    };
    void follow();
    return () => {
      stopped = true;
      unlisten?.();
    };
  }, [firebase, tenant, key, round]);
  return [loaded, useCallback(() => setRound((before) => before + 1), [])];
}
