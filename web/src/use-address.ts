import { useCallback, useEffect, useState } from 'preact/hooks';

import { type Address, formatAddress, parseAddress } from './address.js';

type Optional = 'tenant' | 'log';

/** What is to be another; a tenant or log that is `undefined` is to be none. */
export type Change = Partial<Omit<Address, Optional>> & { [K in Optional]?: string | undefined };

/** Goes to an address; `replace` leaves no step for the browser's back button. */
export type Go = (change: Change, how?: 'push' | 'replace') => void;

/** Where the reader is, from the browser's address and back into it. */
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
