import type { FirebaseApp } from 'firebase/app';
import { getFunctions, httpsCallableFromURL } from 'firebase/functions';

import type { ConsoleInput, ConsoleOutput } from '../../../functions/src/contract/console.js';
import {
  CONSOLE_ACTIONS,
  type ConsoleAction,
} from '../../../functions/src/contract/console-actions.js';

/** The console's callable functions, by name, through which a tenant's admin acts. */
export type Callables = {
  readonly [Name in ConsoleAction]: Call<ConsoleInput<Name>, ConsoleOutput<Name>>;
};

/** Rejects with a `FunctionsError` whose message is the function's, for a person. */
type Call<Input, Output> = (input: Input) => Promise<Output>;

/**
 * Calls functions through the site itself: its rewrites know the functions' region, so the page
 * need not, and its policy has to allow no other origin.
 */
export function openCallables(app: FirebaseApp): Callables {
  const functions = getFunctions(app);
  const call = (name: ConsoleAction) => {
    const callable = httpsCallableFromURL(functions, `${location.origin}/call/${name}`);
    return async (input: unknown) => (await callable(input)).data;
  };
  // oxlint-disable-next-line no-unsafe-type-assertion -- one of each name, of the contract's types
  return Object.fromEntries(CONSOLE_ACTIONS.map((name) => [name, call(name)])) as Callables;
}
