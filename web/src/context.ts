import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

import type { Address } from './address.js';
import type { Firebase } from './firebase/open.js';
import type { SignedIn } from './firebase/session.js';
import type { Go } from './use-address.js';

/** What every view of a signed-in reader needs. */
export interface Reader {
  firebase: Firebase;
  user: SignedIn;
  /** The tenant whose documents are read: the address's, or the reader's own. */
  tenant: string;
  address: Address;
  go: Go;
}

export const ReaderContext = createContext<Reader | undefined>(undefined);

export function useReader(): Reader {
  const reader = useContext(ReaderContext);
  if (reader === undefined) throw new Error('only within a ReaderContext');
  return reader;
}
