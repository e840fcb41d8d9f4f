import type { FirebaseApp } from 'firebase/app';
import { getFunctions, httpsCallableFromURL } from 'firebase/functions';

import type { ConsoleInput, ConsoleOutput } from '../../../functions/src/contract/console.js';
import {
  CONSOLE_ACTIONS,
  type ConsoleAction,
} from '../../../functions/src/contract/console-actions.js';

/** What a tenant's admin has done, by the callable functions of these names. */
export type Callables = {
  readonly [Name in ConsoleAction]: Call<ConsoleInput<Name>, ConsoleOutput<Name>>;
};

/** Rejects with a `FunctionsError`, whose message is the function's, for a person. */
type Call<Input, Output> = (input: Input) => Promise<Output>;

/**
 * By way of the site itself: its rewrites know in which region the functions are, so that the page
 * need not, and nothing has to be allowed to it that it is not served from.
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
