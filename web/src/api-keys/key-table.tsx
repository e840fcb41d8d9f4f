import { useState } from 'preact/hooks';

import type { ApiKeyOutput } from '../../../functions/src/contract/console.js';
import { useReader } from '../context.js';
import { fromMillis } from '../documents/instant.js';
import { describeFailure } from '../firebase/errors.js';
import { Confirm } from '../parts/dialog.js';
import { Notice } from '../parts/notice.js';
import { Time } from '../parts/time.js';
import { useAction } from '../parts/use-async.js';

interface KeyTableProps {
  keys: readonly ApiKeyOutput[];
  onChanged: () => void;
}

export function KeyTable({ keys, onChanged }: KeyTableProps) {
  const { firebase } = useReader();
  const [asking, setAsking] = useState<ApiKeyOutput>();
  const revoke = useAction(async () => {
    if (asking === undefined) return;
    const { revokeApiKey } = await firebase.callables();
    try {
      await revokeApiKey({ key_id: asking.key_id });
      onChanged();
    } finally {
      setAsking(undefined);
    }
  });
  if (keys.length === 0) {
    return (
      <Notice title="No keys yet">
        <p>Create one. Without a key, nobody can send logs to a deployed gateway.</p>
      </Notice>
    );
  }
  return (
    <>
      <div class="table-scroll" tabIndex={0} role="region" aria-label="Keys">
        <table>
          <thead>
            <tr>
              <th scope="col">For</th>
              <th scope="col">Id</th>
              <th scope="col">Created</th>
              <th scope="col">State</th>
              <th scope="col">
                <span class="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {keys.map((key) => (
              <tr key={key.key_id} class={key.revoked_at === undefined ? '' : 'revoked'}>
                <td>{key.label}</td>
                <td class="mono">{key.key_id}</td>
                <td>
                  <At time={key.created_at} />
                </td>
                <td>
                  {key.revoked_at === undefined ? (
                    'live'
                  ) : (
                    <>
                      revoked <At time={key.revoked_at} />
                    </>
                  )}
                </td>
                <td>
                  {key.revoked_at === undefined && (
                    <button
                      type="button"
                      class="button"
                      aria-label={`Revoke the key for ${key.label}`}
                      onClick={() => setAsking(key)}
                    >
                      Revoke
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="error" role="alert">
        {revoke.error === undefined ? '' : describeFailure(revoke.error)}
      </p>
      {asking && (
        <Confirm
          title={`Revoke the key for “${asking.label}”?`}
          confirm="Revoke for good"
          busy={revoke.busy}
          onConfirm={revoke.run}
          onClose={() => setAsking(undefined)}
        >
          <p>Programs that use it are refused within a minute. A revoked key cannot be restored.</p>
        </Confirm>
      )}
    </>
  );
}

function At({ time }: { time: string }) {
  return <Time at={fromMillis(Date.parse(time))} />;
}
