import { useState } from 'preact/hooks';

import { MAX_ALERTS } from '../../../functions/src/limits.js';
import { useReader } from '../context.js';
import type { Alert } from '../documents/alert.js';
import { AnotherTenant, Failure } from '../parts/failure.js';
import { Notice } from '../parts/notice.js';
import { useFollowed } from '../parts/use-followed.js';
import { AlertCard } from './alert-card.js';
import { type AlertDraft, draftOf, newDraft } from './alert-draft.js';
import { AlertForm } from './alert-form.js';
import { NoticeHistory } from './notice-history.js';
import { type NewSecret, NewSecrets } from './new-secrets.js';

/** The tenant's alerts and when they fired, for readers; admins create and change them. */
export function AlertsView() {
  const { user, tenant } = useReader();
  return tenant === user.tenant ? <Alerts /> : <AnotherTenant />;
}

function Alerts() {
  const { user, address, go } = useReader();
  const [found, again] = useFollowed('alerts', (store, tenant) => store.alerts(tenant).alerts);
  // A search in the address is one that the admin wants an alert for.
  const { query } = address.filter;
  const [draft, setDraft] = useState<AlertDraft | undefined>(() =>
    user.admin && query !== undefined ? newDraft(query) : undefined,
  );
  const closeForm = () => {
    setDraft(undefined);
    if (query !== undefined) go({ filter: {} }, 'replace');
  };
  const [secrets, setSecrets] = useState<readonly NewSecret[]>([]);
  if (found.state === 'failed') {
    return <Failure error={found.error} what="Alerts" onRetry={again} />;
  }
  const alerts = found.state === 'ready' ? found.value : [];
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Alerts</h1>
          <p>
            An alert counts the logs that a search finds as they arrive, and sends a notice when
            there are enough of them, or none for too long.
          </p>
        </div>
        {user.admin && draft === undefined && (
          <button
            type="button"
            class="button primary"
            disabled={alerts.length >= MAX_ALERTS}
            onClick={() => setDraft(newDraft())}
          >
            New alert
          </button>
        )}
      </header>
      {secrets.length > 0 && <NewSecrets secrets={secrets} onDone={() => setSecrets([])} />}
      {draft && (
        <AlertForm
          key={draft.id ?? 'new'}
          first={draft}
          onSaved={(made) => {
            closeForm();
            setSecrets(made);
          }}
          onCancel={closeForm}
        />
      )}
      {found.state === 'loading' ? (
        <Notice kind="busy" title="Loading alerts …" />
      ) : (
        <List
          alerts={alerts}
          onChange={(alert) => setDraft(draftOf(alert))}
          onSecret={(secret) => setSecrets([secret])}
        />
      )}
      <NoticeHistory />
    </div>
  );
}

interface ListProps {
  alerts: readonly Alert[];
  onChange: (alert: Alert) => void;
  onSecret: (secret: NewSecret) => void;
}

function List({ alerts, onChange, onSecret }: ListProps) {
  const { user } = useReader();
  if (alerts.length === 0) {
    return (
      <Notice title="No alerts yet">
        <p>
          {user.admin
            ? 'Make one from a search that finds what should not happen.'
            : 'An admin of the tenant can make one.'}
        </p>
      </Notice>
    );
  }
  return (
    <ul class="cards">
      {alerts.map((alert) => (
        <li key={alert.id}>
          <AlertCard alert={alert} onChange={() => onChange(alert)} onSecret={onSecret} />
        </li>
      ))}
    </ul>
  );
}
