import { useState } from 'preact/hooks';

import { parseQuery } from '../../../functions/src/search/parse-query.js';
import {
  MAX_ALERT_MATCHES,
  MAX_ALERT_MINUTES,
  MAX_ALERT_NAME_LENGTH,
  MAX_ALERT_QUERY_LENGTH,
  MAX_ALERT_QUIET_MINUTES,
} from '../../../functions/src/limits.js';
import { useReader } from '../context.js';
import { describeFailure } from '../firebase/errors.js';
import { useAction } from '../parts/use-async.js';
import { type AlertDraft, describeFault, toInput } from './alert-draft.js';
import type { NewSecret } from './new-secrets.js';
import { Targets } from './targets.js';

interface AlertFormProps {
  /** The draft before any changes. */
  first: AlertDraft;
  onSaved: (secrets: NewSecret[]) => void;
  onCancel: () => void;
}

/** Creates or changes an alert. The function validates the input; its messages are shown here. */
export function AlertForm({ first, onSaved, onCancel }: AlertFormProps) {
  const { firebase } = useReader();
  const [draft, setDraft] = useState(first);
  const change = (part: Partial<AlertDraft>) => setDraft((before) => ({ ...before, ...part }));
  const save = useAction(async () => {
    const { saveAlert } = await firebase.callables();
    const { targets } = await saveAlert(toInput(draft));
    onSaved(
      targets.flatMap(({ label, secret }) => (secret === undefined ? [] : [{ label, secret }])),
    );
  });
  const isQuery = parseQuery(draft.query).ok;
  return (
    <form
      class="card alert-form"
      aria-label={draft.id === undefined ? 'New alert' : 'Change the alert'}
      onSubmit={(event) => {
        event.preventDefault();
        save.run();
      }}
    >
      <h2>{draft.id === undefined ? 'New alert' : 'Change the alert'}</h2>
      <label>
        <span>Name</span>
        <input
          name="name"
          required
          maxLength={MAX_ALERT_NAME_LENGTH}
          placeholder="Payments fail"
          autocomplete="off"
          value={draft.name}
          onInput={(event) => change({ name: event.currentTarget.value })}
        />
      </label>
      <label>
        <span>Search</span>
        <input
          name="query"
          class="mono"
          maxLength={MAX_ALERT_QUERY_LENGTH}
          required={draft.kind === 'count'}
          placeholder="severity>=ERROR payment"
          autocomplete="off"
          spellcheck={false}
          aria-invalid={!isQuery}
          value={draft.query}
          onInput={(event) => change({ query: event.currentTarget.value })}
        />
      </label>
      <div class="row">
        <label>
          <span>Fires after</span>
          <select
            name="condition"
            value={draft.kind}
            onChange={(event) =>
              change({ kind: event.currentTarget.value === 'none' ? 'none' : 'count' })
            }
          >
            <option value="count">a number of logs</option>
            <option value="none">no log at all</option>
          </select>
        </label>
        {draft.kind === 'count' && (
          <Count
            name="Logs"
            most={MAX_ALERT_MATCHES}
            value={draft.matches}
            onInput={(matches) => change({ matches })}
          />
        )}
        <Count
          name="In minutes"
          most={draft.kind === 'count' ? MAX_ALERT_MINUTES : MAX_ALERT_QUIET_MINUTES}
          value={draft.minutes}
          onInput={(minutes) => change({ minutes })}
        />
        <Count
          name="Quiet minutes after a notice"
          most={MAX_ALERT_QUIET_MINUTES}
          value={draft.quietMinutes}
          onInput={(quietMinutes) => change({ quietMinutes })}
        />
      </div>
      <Targets targets={draft.targets} onChange={(targets) => change({ targets })} />
      <p class="error" role="alert">
        {save.error === undefined ? '' : describeFault(describeFailure(save.error))}
      </p>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={onCancel}>
          Cancel
        </button>
        <button type="submit" class="button primary" disabled={save.busy}>
          Save the alert
        </button>
      </footer>
    </form>
  );
}

interface CountProps {
  name: string;
  most: number;
  value: string;
  onInput: (value: string) => void;
}

function Count({ name, most, value, onInput }: CountProps) {
  return (
    <label>
      <span>{name}</span>
      <input
        type="number"
        min="1"
        max={most}
        step="1"
        required
        value={value}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </label>
  );
}
