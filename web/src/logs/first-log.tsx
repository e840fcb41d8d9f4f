import type { CreateApiKeyOutput } from '../../../functions/src/contract/console.js';
import { useReader } from '../context.js';
import { describeFailure } from '../firebase/errors.js';
import { CopyButton } from '../parts/copy-button.js';
import { useAction } from '../parts/use-async.js';
import { firstLogCommand, KEY_PLACEHOLDER } from './first-log-command.js';

/** The label of a key created here. */
const LABEL = 'first log';

export interface FirstLogProps {
  /** The key created here, which is never shown again. */
  made: CreateApiKeyOutput | undefined;
  onMade: (made: CreateApiKeyOutput) => void;
}

/**
 * What an empty tenant shows: how to send its first log, with a key for those who may create one.
 */
export function FirstLog({ made, onMade }: FirstLogProps) {
  const { firebase, user, tenant } = useReader();
  const create = useAction(async () => {
    const { createApiKey } = await firebase.callables();
    onMade(await createApiKey({ label: LABEL }));
  });
  const command = firstLogCommand(location.origin, tenant, made?.key);
  return (
    <section class="first-log" aria-labelledby="first-log">
      <h2 id="first-log">{tenant} has no logs yet</h2>
      <p>Send the first one from a terminal. It appears here by itself, within a few seconds.</p>
      <pre class="code" tabIndex={0} aria-label="Command that sends a log">
        {command}
      </pre>
      <p role="status">
        {made !== undefined
          ? 'The command now contains a new key. Copy it before you leave: the key is shown only once.'
          : `Replace ${KEY_PLACEHOLDER} with an API key of ${tenant}. ${
              user.admin
                ? 'If you have none, create one.'
                : 'An admin of the tenant or your operator can give you one.'
            }`}
      </p>
      <div class="row">
        {user.admin && made === undefined && (
          <button type="button" class="button primary" disabled={create.busy} onClick={create.run}>
            Create a key
          </button>
        )}
        <CopyButton label="Copy the command" text={() => command} />
      </div>
      <p class="error" role="alert">
        {create.error !== undefined && describeFailure(create.error)}
      </p>
    </section>
  );
}
