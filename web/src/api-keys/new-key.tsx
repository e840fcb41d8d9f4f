import type { CreateApiKeyOutput } from '../../../functions/src/contract/console.js';
import { CopyButton } from '../parts/copy-button.js';

/** A newly created key: this is the only time that it is shown. */
export function NewKey({ made, onDone }: { made: CreateApiKeyOutput; onDone: () => void }) {
  return (
    <section class="card new-key" role="status">
      <h2>Key for “{made.label}”</h2>
      <p>Copy it now. It is shown only once, and nobody can read it again.</p>
      <pre class="code">{made.key}</pre>
      <div class="row">
        <CopyButton label="Copy the key" text={() => made.key} />
        <button type="button" class="button" onClick={onDone}>
          Done
        </button>
      </div>
    </section>
  );
}
