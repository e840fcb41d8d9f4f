import { useState } from 'preact/hooks';

import { useReader } from '../context.js';
import type { Log } from '../documents/log.js';
import { partId } from '../documents/part-id.js';
import { describeFailure } from '../firebase/errors.js';
import { useAction } from '../parts/use-async.js';

/** The text as sent, including personal data: shown on request to those who may read it. */
export function OriginalText({ log, parts }: { log: Log; parts: number }) {
  const { user } = useReader();
  if (log.original_text !== undefined) {
    return (
      <details class="original">
        <summary>Text as sent, with personal data</summary>
        <pre class="text">{log.original_text}</pre>
      </details>
    );
  }
  return user.admin ? <Restricted id={log.log_id} parts={parts} /> : null;
}

/** The text of a tenant that keeps it separately, for admins. */
function Restricted({ id, parts }: { id: string; parts: number }) {
  const { firebase, tenant } = useReader();
  const [text, setText] = useState<string | null>();
  const load = useAction(async () => {
    const reader = await (await firebase.store()).logs(tenant);
    const texts = await Promise.all(
      Array.from({ length: parts }, async (_, index) =>
        reader.restrictedOriginal(await partId(id, index)),
      ),
    );
    setText(texts.includes(undefined) ? null : texts.join(''));
  });
  if (typeof text === 'string') return <pre class="text">{text}</pre>;
  return (
    <section class="original">
      <button type="button" class="button" disabled={load.busy} onClick={load.run}>
        Show the text as sent, with personal data
      </button>
      <p role="status">
        {text === null && `${tenant} does not keep it.`}
        {load.error !== undefined && describeFailure(load.error)}
      </p>
    </section>
  );
}
