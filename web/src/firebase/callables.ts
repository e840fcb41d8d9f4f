import type { FirebaseApp } from 'firebase/app';
import { getFunctions, httpsCallableFromURL } from 'firebase/functions';

import type * as contract from '../../../functions/src/contract/console.js';

/** What a tenant's admin has done, by the callable functions of these names. */
export interface Callables {
  replayDeadLetter: Call<contract.ReplayDeadLetterInput, contract.ReplayDeadLetterOutput>;
  discardDeadLetter: Call<contract.DiscardDeadLetterInput, contract.DiscardDeadLetterOutput>;
  listApiKeys: Call<contract.ListApiKeysInput, contract.ListApiKeysOutput>;
  createApiKey: Call<contract.CreateApiKeyInput, contract.CreateApiKeyOutput>;
  revokeApiKey: Call<contract.RevokeApiKeyInput, contract.RevokeApiKeyOutput>;
  saveSearch: Call<contract.SaveSearchInput, contract.SaveSearchOutput>;
  deleteSearch: Call<contract.DeleteSearchInput, contract.DeleteSearchOutput>;
}

/** Rejects with a `FunctionsError`, whose message is the function's, for a person. */
type Call<Input, Output> = (input: Input) => Promise<Output>;

/**
 * By way of the site itself: its rewrites know in which region the functions are, so that the page
 * need not, and nothing has to be allowed to it that it is not served from.
 */
export function openCallables(app: FirebaseApp): Callables {
  const functions = getFunctions(app);
  const call = <Input, Output>(name: keyof Callables): Call<Input, Output> => {
    const url = `${location.origin}/call/${name}`;
    const callable = httpsCallableFromURL<Input, Output>(functions, url);
    return async (input) => (await callable(input)).data;
  };
  return {
    replayDeadLetter: call('replayDeadLetter'),
    discardDeadLetter: call('discardDeadLetter'),
    listApiKeys: call('listApiKeys'),
    createApiKey: call('createApiKey'),
    revokeApiKey: call('revokeApiKey'),
    saveSearch: call('saveSearch'),
    deleteSearch: call('deleteSearch'),
  };
}
