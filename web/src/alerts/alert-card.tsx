import { useState } from 'preact/hooks';

import { useReader } from '../context.js';
import { type Alert, describeCondition, TARGET_NAMES } from '../documents/alert.js';
import { toMillis } from '../documents/instant.js';
import { describeFailure } from '../firebase/errors.js';
import { countOf } from '../parts/count.js';
import { Confirm } from '../parts/dialog.js';
import { Time } from '../parts/time.js';
import { useAction } from '../parts/use-async.js';
import type { NewSecret } from './new-secrets.js';
import { Silence } from './silence.js';

interface AlertCardProps {
  alert: Alert;
  onChange: () => void;
  onSecret: (secret: NewSecret) => void;
}

/** One alert: its condition, its targets, and what an admin can do with it. */
export function AlertCard({ alert, onChange, onSecret }: AlertCardProps) {
  const { user, go } = useReader();
  const { silenced_until: until } = alert;
  return (
    <article class="card letter alert" data-id={alert.id}>
      <header>
        <h2>{alert.name}</h2>
        {until !== undefined && toMillis(until) > Date.now() && (
          <span class="muted">
            silenced until <Time at={until} />
          </span>
        )}
      </header>
      <dl class="fields">
        <dt>Search</dt>
        <dd>
          <button
            type="button"
            class="link mono"
            onClick={() => go({ view: 'logs', filter: { query: alert.query }, log: undefined })}
          >
            {alert.query === '' ? 'any log' : alert.query}
          </button>
        </dd>
        <dt>Fires after</dt>
        <dd>
          {describeCondition(alert.condition)}, at most once in{' '}
          {countOf(alert.quiet_minutes, 'minute')}
        </dd>
        <dt>Sends to</dt>
        <dd>
          <ul class="targets">
            {alert.targets.map((target) => (
              <li key={target.id}>
                {TARGET_NAMES[target.kind]} <span class="mono">{target.label}</span>
                {user.admin && target.kind === 'webhook' && (
                  <Rotate alert={alert} target={target} onSecret={onSecret} />
                )}
              </li>
            ))}
          </ul>
        </dd>
      </dl>
      {user.admin && <Actions alert={alert} onChange={onChange} />}
    </article>
  );
}

function Actions({ alert, onChange }: Pick<AlertCardProps, 'alert' | 'onChange'>) {
  const { firebase } = useReader();
  const alert_id = alert.id;
  const [asking, setAsking] = useState(false);
  const [tested, setTested] = useState(false);
  const test = useAction(async () => {
    setTested(false);
    const { testAlert } = await firebase.callables();
    await testAlert({ alert_id });
    setTested(true);
  });
  const remove = useAction(async () => {
    const { deleteAlert } = await firebase.callables();
    try {
      await deleteAlert({ alert_id });
    } finally {
      setAsking(false);
    }
  });
  const error = test.error ?? remove.error;
  return (
    <>
      <div class="row">
        <button type="button" class="button" disabled={test.busy} onClick={test.run}>
          Send a test
        </button>
        <Silence alert={alert} />
        <span class="spring" />
        <button type="button" class="button" onClick={onChange}>
          Change
        </button>
        <button type="button" class="button" onClick={() => setAsking(true)}>
          Delete
        </button>
      </div>
      <p role="status">{tested && 'A test is on its way: its delivery is in the history below.'}</p>
      <p class="error" role="alert">
        {error === undefined ? '' : describeFailure(error)}
      </p>
      {asking && (
        <Confirm
          title={`Delete the alert “${alert.name}”?`}
          confirm="Delete the alert"
          busy={remove.busy}
          onConfirm={remove.run}
          onClose={() => setAsking(false)}
        >
          <p>Its history stays. Its targets are deleted with it.</p>
        </Confirm>
      )}
    </>
  );
}

interface RotateProps extends Pick<AlertCardProps, 'alert' | 'onSecret'> {
  target: Alert['targets'][number];
}

/** Gives a webhook a new signing secret. */
function Rotate({ alert, target, onSecret }: RotateProps) {
  const { firebase } = useReader();
  const [asking, setAsking] = useState(false);
  const rotate = useAction(async () => {
    const { rotateAlertSecret } = await firebase.callables();
    const made = await rotateAlertSecret({ alert_id: alert.id, target_id: target.id });
    setAsking(false);
    onSecret({ label: target.label, secret: made.secret });
  });
  return (
    <>
      {' '}
      <button
        type="button"
        class="link"
        aria-label={`New signing secret for ${target.label} of ${alert.name}`}
        onClick={() => setAsking(true)}
      >
        New signing secret
      </button>
      {asking && (
        <Confirm
          title={`Make a new signing secret for ${target.label}?`}
          confirm="Make a new secret"
          busy={rotate.busy}
          onConfirm={rotate.run}
          onClose={() => setAsking(false)}
        >
          <p>
            For a day, notices are signed with both the old and the new secret, so that you can
            switch. After that, they are signed only with the new one.
          </p>
          <p class="error" role="alert">
            {rotate.error === undefined ? '' : describeFailure(rotate.error)}
          </p>
        </Confirm>
      )}
    </>
  );
}
