import type { FirebaseApp } from 'firebase/app';
import { connectFunctionsEmulator, getFunctions, httpsCallable } from 'firebase/functions';

import type * as contract from '../../../functions/src/contract/console.js';
import { SETTINGS } from '../settings.js';
import { splitAddress } from './configuration.js';

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

export function openCallables(app: FirebaseApp, emulator: string | undefined): Callables {
  const functions = getFunctions(app, SETTINGS.functionsRegion);
  if (emulator !== undefined) connectFunctionsEmulator(functions, ...splitAddress(emulator));
  const call = <Input, Output>(name: keyof Callables): Call<Input, Output> => {
    const callable = httpsCallable<Input, Output>(functions, name);
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
