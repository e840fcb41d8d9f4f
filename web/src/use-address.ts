import { useCallback, useEffect, useState } from 'preact/hooks';

import { type Address, formatAddress, parseAddress } from './address.js';

type Optional = 'tenant' | 'log';

/** What to change in the address; setting a tenant or log to `undefined` removes it. */
export type Change = Partial<Omit<Address, Optional>> & { [K in Optional]?: string | undefined };

/** Navigates to an address; `replace` adds no step for the browser's back button. */
export type Go = (change: Change, how?: 'push' | 'replace') => void;

/** The reader's location, read from the browser's address and written back to it. */
export function useAddress(): [Address, Go] {
  const [address, setAddress] = useState(() => parseAddress(location.search));
  useEffect(() => {
    const follow = () => setAddress(parseAddress(location.search));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);

  const go = useCallback<Go>((change, how = 'push') => {
    const next = withoutUndefined({ ...parseAddress(location.search), ...change });
    const url = `/${formatAddress(next)}`;
    if (how === 'push') history.pushState(null, '', url);
    else history.replaceState(null, '', url);
    setAddress(parseAddress(location.search));
  }, []);
  return [address, go];
}

function withoutUndefined({ tenant, log, ...rest }: Omit<Address, Optional> & Change): Address {
  return { ...rest, ...(tenant !== undefined && { tenant }), ...(log !== undefined && { log }) };
}
