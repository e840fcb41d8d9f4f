import { CopyButton } from '../parts/copy-button.js';

/** The signing secret of a newly created webhook, with its address's host. */
export interface NewSecret {
  label: string;
  secret: string;
}

/** Newly created secrets: this is the only time that they are shown. */
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
        The receiver uses it to verify that a notice is yours. Copy it now. It is shown only once,
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
