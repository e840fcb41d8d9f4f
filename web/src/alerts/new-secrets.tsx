import { CopyButton } from '../parts/copy-button.js';

/** The signing secret of a webhook that was just made, by its address's host. */
export interface NewSecret {
  label: string;
  secret: string;
}

/** Secrets that were just made: this is the only time that they can be seen. */
export function NewSecrets({
  secrets,
  onDone,
}: {
  secrets: readonly NewSecret[];
  onDone: () => void;
}) {
  return (
    <section class="card new-key" role="status">
      <h2>Signing secret</h2>
      <p>
        The receiver verifies with it that a notice is yours. Copy it now: it is shown this once,
        and nobody can read it again.
      </p>
      {secrets.map(({ label, secret }) => (
        <div key={secret} class="new-key">
          <h3>{label}</h3>
          <pre class="code">{secret}</pre>
          <div class="row">
            <CopyButton label="Copy the secret" text={() => secret} />
          </div>
        </div>
      ))}
      <div class="row">
        <button type="button" class="button" onClick={onDone}>
          I have it
        </button>
      </div>
    </section>
  );
}
