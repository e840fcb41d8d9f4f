import { useState } from 'preact/hooks';

import type { CreateApiKeyOutput } from '../../../functions/src/contract/console.js';
import { useReader } from '../context.js';
import { describeFailure } from '../firebase/errors.js';
import { AnotherTenant, Failure } from '../parts/failure.js';
import { Notice } from '../parts/notice.js';
import { useAction, useLoaded } from '../parts/use-async.js';
import { KeyTable } from './key-table.js';
import { NewKey } from './new-key.js';

/** The keys with which the tenant's programs may send logs, for admins. */
export function ApiKeysView() {
  const { user, tenant } = useReader();
  // The functions know only the user's own tenant, and would answer with its keys.
  return tenant === user.tenant ? <Keys /> : <AnotherTenant />;
}

function Keys() {
  const { firebase, tenant } = useReader();
  const [label, setLabel] = useState('');
  const [made, setMade] = useState<CreateApiKeyOutput>();
  const [listed, again] = useLoaded('keys', async () => {
    const { listApiKeys } = await firebase.callables();
    return (await listApiKeys({})).keys;
  });
  const create = useAction(async () => {
    const { createApiKey } = await firebase.callables();
    setMade(await createApiKey({ label: label.trim() }));
    setLabel('');
    again();
  });

  if (listed.state === 'failed') {
    return <Failure error={listed.error} what="API keys" onlyAdmins onRetry={again} />;
  }
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>API keys</h1>
          <p>
            A program with one of these keys sends logs as <b>{tenant}</b>. Give each program its
            own, so that you can revoke one without the others.
          </p>
        </div>
      </header>
      <form
        class="row make-key"
        onSubmit={(event) => {
          event.preventDefault();
          create.run();
        }}
      >
        <label class="grow">
          <span>What the new key is for</span>
          <input
            name="label"
            placeholder="web servers"
            required
            maxLength={100}
            autocomplete="off"
            value={label}
            onInput={(event) => setLabel(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button primary" disabled={create.busy}>
          Create key
        </button>
      </form>
      <p class="error" role="alert">
        {create.error === undefined ? '' : describeFailure(create.error)}
      </p>
      {made && <NewKey made={made} onDone={() => setMade(undefined)} />}
      {listed.state === 'loading' ? (
        <Notice kind="busy" title="Loading keys …" />
      ) : (
        <KeyTable keys={listed.value} onChanged={again} />
      )}
    </div>
  );
}
