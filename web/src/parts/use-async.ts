import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

export type Loaded<T> =
  { state: 'loading' } | { state: 'ready'; value: T } | { state: 'failed'; error: unknown };

/** Loads something once per key, ignoring answers for an older key. */
export function useLoaded<T>(key: string, load: () => Promise<T>): [Loaded<T>, () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  useEffect(() => {
    let current = true;
    setLoaded({ state: 'loading' });
    const run = async () => {
      try {
        const value = await latest.current();
        if (current) setLoaded({ state: 'ready', value });
      } catch (error) {
        if (current) setLoaded({ state: 'failed', error });
      }
    };
    void run();
    return () => {
      current = false;
    };
  }, [key, round]);
  return [loaded, useCallback(() => setRound((before) => before + 1), [])];
}

export interface Action {
  busy: boolean;
  error: unknown;
  run: () => void;
}

/** An action that a button starts: busy until it is done, with the error if it failed. */
export function useAction(act: () => Promise<void>): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const run = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await act();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };
  return { busy, error, run: () => void run() };
}
