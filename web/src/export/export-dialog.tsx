import { useEffect, useRef, useState } from 'preact/hooks';

import { useReader } from '../context.js';
import { describeFailure } from '../firebase/errors.js';
import { toQuery } from '../logs/log-filter.js';
import { Dialog } from '../parts/dialog.js';
import { useAction, useLoaded } from '../parts/use-async.js';
import { EXPORT_FORMATS, type ExportFormatName } from './formats.js';
import { exportLogs, type ExportedPart } from './run-export.js';
import { gatherParts, save } from './save-parts.js';

/** Writes all logs of the filter, loaded or not, into a file. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { firebase, tenant, address } = useReader();
  const { filter } = address;
  const [wanted] = useState(() => toQuery({ to: Date.now(), ...filter }, Date.now()));
  const [name, setName] = useState<ExportFormatName>('ndjson');
  const [withOriginal, setWithOriginal] = useState(false);
  const [progress, setProgress] = useState<ExportedPart>();
  const [saved, setSaved] = useState<string>();
  const isOpen = useRef(true);
  useEffect(() => () => void (isOpen.current = false), []);

  const [count] = useLoaded('count', async () =>
    (await (await firebase.store()).logs(tenant)).count(wanted),
  );
  const total = count.state === 'ready' ? count.value : undefined;

  const run = useAction(async () => {
    setSaved(undefined);
    const format = EXPORT_FORMATS[name];
    const reader = await (await firebase.store()).logs(tenant);
    const { text } = filter;
    const parts = exportLogs({
      reader,
      wanted,
      format,
      withOriginal,
      ...(text !== undefined && { text }),
    });
    const file = await gatherParts(parts, format.mediaType, setProgress, () => isOpen.current);
    if (file === undefined) return;
    const fileName = `${tenant}-logs-${new Date().toISOString().slice(0, 10)}.${format.extension}`;
    save(file, fileName);
    setSaved(fileName);
  });

  return (
    <Dialog title="Export logs" onClose={onClose}>
      <p>
        {total === undefined ? 'Counting …' : `${total.toLocaleString()} logs`} of the chosen time,
        severity and source
        {filter.text === undefined ? '.' : `, of these the ones that hold “${filter.text}”.`}
      </p>
      <fieldset>
        <legend>Format</legend>
        {Object.entries(EXPORT_FORMATS).map(([value, format]) => (
          <label class="choice" key={value}>
            <input
              type="radio"
              name="format"
              value={value}
              checked={value === name}
              onChange={() => setName(value === 'csv' ? 'csv' : 'ndjson')}
            />
            {format.name}
          </label>
        ))}
      </fieldset>
      <label class="choice">
        <input
          type="checkbox"
          checked={withOriginal}
          onChange={(event) => setWithOriginal(event.currentTarget.checked)}
        />
        With the text as sent, which holds personal data
      </label>
      <div role="status" class="progress">
        {progress && (
          <>
            <progress
              aria-label="Export"
              max={Math.max(total ?? progress.read, 1)}
              value={progress.read}
            />
            <span>
              {progress.written.toLocaleString()} written
              {saved === undefined ? ' …' : `, saved as ${saved}`}
            </span>
          </>
        )}
      </div>
      <p class="error" role="alert">
        {run.error === undefined ? '' : describeFailure(run.error)}
      </p>
      <footer class="dialog-foot">
        <button type="button" class="button" onClick={onClose}>
          {run.busy ? 'Cancel' : 'Close'}
        </button>
        <button type="button" class="button primary" disabled={run.busy} onClick={run.run}>
          Export
        </button>
      </footer>
    </Dialog>
  );
}
