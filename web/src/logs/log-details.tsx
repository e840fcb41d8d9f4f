import { useEffect, useRef } from 'preact/hooks';

import { formatAddress } from '../address.js';
import { useReader } from '../context.js';
import { type Log, SEVERITY_NAMES, SOURCE_NAMES, toJson } from '../documents/log.js';
import { CopyButton } from '../parts/copy-button.js';
import { Failure } from '../parts/failure.js';
import { Kinds } from '../parts/kinds.js';
import { Notice } from '../parts/notice.js';
import { Redacted } from '../parts/redacted.js';
import { Time } from '../parts/time.js';
import { useLoaded } from '../parts/use-async.js';
import { Attributes } from './attributes.js';
import { OriginalText } from './original-text.js';

interface LogDetailsProps {
  id: string;
  /** The log itself, where the list has it. */
  known: Log | undefined;
  onClose: () => void;
}

/** All of one log, beside the list. */
export function LogDetails({ id, known, onClose }: LogDetailsProps) {
  const { firebase, tenant } = useReader();
  const heading = useRef<HTMLHeadingElement>(null);
  const [loaded, again] = useLoaded(
    id,
    async () => known ?? (await (await firebase.store()).logs(tenant)).get(id),
  );
  useEffect(() => heading.current?.focus(), []);

  const log = known ?? (loaded.state === 'ready' ? loaded.value : undefined);
  return (
    <aside
      class="details"
      aria-label="One log"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header class="details-head">
        <h2 class="mono" tabIndex={-1} ref={heading}>
          {id}
        </h2>
        <button type="button" class="icon-button" aria-label="Close" onClick={onClose}>
          ✕
        </button>
      </header>
      {log && <Fields log={log} />}
      {!log && loaded.state === 'loading' && <Notice kind="busy" title="Loading …" />}
      {!log && loaded.state === 'failed' && (
        <Failure error={loaded.error} what="This log" onRetry={again} />
      )}
      {!log && loaded.state === 'ready' && (
        <Notice title="There is no such log">
          <p>
            {tenant} has no log with this id: it is not processed yet, has expired, or the id is
            another.
          </p>
          <button type="button" class="button" onClick={again}>
            Look again
          </button>
        </Notice>
      )}
    </aside>
  );
}

function Fields({ log }: { log: Log }) {
  const { tenant } = useReader();
  const link = () =>
    `${location.origin}/${formatAddress({ view: 'logs', tenant, filter: {}, log: log.log_id })}`;
  return (
    <div class="details-body">
      <div class="row">
        <CopyButton label="Copy as JSON" text={() => JSON.stringify(toJson(log), undefined, 2)} />
        <CopyButton label="Copy link" text={link} />
      </div>
      <pre class="text">
        <Redacted text={log.modified_data} />
      </pre>
      <dl class="fields">
        <dt>Redacted</dt>
        <dd>
          {Object.keys(log.redactions).length === 0 ? (
            'nothing'
          ) : (
            <Kinds redactions={log.redactions} />
          )}
        </dd>
        <dt>Severity</dt>
        <dd>{log.severity === undefined ? 'none' : SEVERITY_NAMES[log.severity]}</dd>
        <dt>Source</dt>
        <dd>{SOURCE_NAMES[log.source]}</dd>
        {log.split && (
          <>
            <dt>Part</dt>
            <dd>
              {log.split.index + 1} of {log.split.total} of <span class="mono">{log.split.id}</span>
            </dd>
          </>
        )}
        {log.repairs && (
          <>
            <dt>Repaired</dt>
            <dd>
              <ul>
                {log.repairs.map(({ pointer, repair }) => (
                  <li key={pointer + repair}>
                    {repair} <span class="mono">{pointer}</span>
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
        {log.timestamp && (
          <>
            <dt>Happened</dt>
            <dd>
              <Time at={log.timestamp} />
            </dd>
          </>
        )}
        <dt>Received</dt>
        <dd>
          <Time at={log.received_at} />
        </dd>
        <dt>Processed</dt>
        <dd>
          <Time at={log.processed_at} />
        </dd>
        {log.expires_at && (
          <>
            <dt>Expires</dt>
            <dd>
              <Time at={log.expires_at} />
            </dd>
          </>
        )}
        {log.request_id && (
          <>
            <dt>Request</dt>
            <dd class="mono">
              <Redacted text={log.request_id} />
            </dd>
          </>
        )}
        <dt>Redactor</dt>
        <dd class="mono">{log.redactor_version}</dd>
      </dl>
      <Attributes log={log} />
      <OriginalText log={log} />
    </div>
  );
}
