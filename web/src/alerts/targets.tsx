import { TARGET_KINDS } from '../../../functions/src/contract/alert.js';
import { MAX_ALERT_TARGETS } from '../../../functions/src/limits.js';
import { TARGET_NAMES, type TargetKind } from '../documents/alert.js';
import { newTarget, type TargetDraft } from './alert-draft.js';

/** The label of a target's address, and an example. */
const ADDRESSES = {
  webhook: ['Address', 'https://example.com/hooks/logs'],
  slack: ['Address of the incoming webhook', 'https://hooks.slack.com/services/…'],
  discord: ['Address of the webhook', 'https://discord.com/api/webhooks/…'],
  teams: ['Address of the workflow', 'https://…logic.azure.com/workflows/…'],
  pagerduty: ['Integration key', '32 letters and digits'],
  email: ['E-mail address', 'on-call@example.com'],
} as const satisfies Record<TargetKind, readonly [string, string]>;

interface TargetsProps {
  targets: readonly TargetDraft[];
  onChange: (targets: TargetDraft[]) => void;
}

/** An alert's targets. The address of an existing one cannot be read, only removed. */
export function Targets({ targets, onChange }: TargetsProps) {
  const put = (changed: TargetDraft) =>
    onChange(targets.map((target) => (target.key === changed.key ? changed : target)));
  return (
    <fieldset class="target-list">
      <legend>Sends to</legend>
      {targets.map((target, index) => (
        <div class="row" key={target.key} role="group" aria-label={`Target ${index + 1}`}>
          {'id' in target ? (
            <span class="grow">
              {TARGET_NAMES[target.kind]} <span class="mono">{target.label}</span>
            </span>
          ) : (
            <NewTarget target={target} onChange={put} />
          )}
          <button
            type="button"
            class="button"
            aria-label={`Remove target ${index + 1}`}
            onClick={() => onChange(targets.filter(({ key }) => key !== target.key))}
          >
            Remove
          </button>
        </div>
      ))}
      <div class="row">
        <button
          type="button"
          class="button"
          disabled={targets.length >= MAX_ALERT_TARGETS}
          onClick={() => onChange([...targets, newTarget()])}
        >
          Add a target
        </button>
      </div>
    </fieldset>
  );
}

interface NewTargetProps {
  target: Extract<TargetDraft, { address: string }>;
  onChange: (target: TargetDraft) => void;
}

function NewTarget({ target, onChange }: NewTargetProps) {
  const [name, example] = ADDRESSES[target.kind];
  return (
    <>
      <label>
        <span>Kind</span>
        <select
          value={target.kind}
          onChange={(event) => {
            const kind = TARGET_KINDS.find((one) => one === event.currentTarget.value);
            if (kind !== undefined) onChange({ ...target, kind });
          }}
        >
          {TARGET_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {TARGET_NAMES[kind]}
            </option>
          ))}
        </select>
      </label>
      <label class="grow">
        <span>{name}</span>
        <input
          required
          inputMode={target.kind === 'email' ? 'email' : 'url'}
          placeholder={example}
          autocomplete="off"
          spellcheck={false}
          value={target.address}
          onInput={(event) => onChange({ ...target, address: event.currentTarget.value })}
        />
      </label>
    </>
  );
}
