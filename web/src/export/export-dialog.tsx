import { useEffect, useRef, useState } from 'preact/hooks';

import { choosePlan } from '../../../functions/src/search/choose-plan.js';
import { COUNT_CAP } from '../../../functions/src/limits.js';
import { countLogs } from '../../../functions/src/search/count-logs.js';
import type { Query } from '../../../functions/src/search/query.js';
import { useReader } from '../context.js';
import { describeFailure } from '../firebase/errors.js';
import { toRange } from '../logs/log-filter.js';
import { countOf } from '../parts/count.js';
import { Dialog } from '../parts/dialog.js';
import { useAction, useLoaded } from '../parts/use-async.js';
import { EXPORT_FORMATS, type ExportFormatName } from './formats.js';
import { exportLogs, type ExportedPart } from './run-export.js';
import { gatherParts, save } from './save-parts.js';

/** Exports all logs of the query, loaded or not, to a file. */
export function ExportDialog({ query, onClose }: { query: Query; onClose: () => void }) {
  const { firebase, tenant, address } = useReader();
  const { filter } = address;
  const [range] = useState(() => toRange({ to: Date.now(), ...filter }, Date.now()));
  const [name, setName] = useState<ExportFormatName>('ndjson');
  const [withOriginal, setWithOriginal] = useState(false);
  const [progress, setProgress] = useState<ExportedPart>();
  const [saved, setSaved] = useState<string>();
  const isOpen = useRef(true);
  useEffect(() => () => void (isOpen.current = false), []);

  const [counted] = useLoaded('count', async () => {
    const reader = await (await firebase.store()).logs(tenant);
    const { settings } = reader;
    const chosen = await choosePlan(reader, query, range, settings);
    // A total that only reading can tell is not counted: the logs are read once, into the file.
    if (!chosen.plan.exact) return { chosen, mostRead: chosen.toRead };
    return { chosen, total: (await countLogs(reader, { query, range, settings, chosen })).count };
  });
  const known = counted.state === 'ready' ? counted.value : undefined;

  const run = useAction(async () => {
    setSaved(undefined);
    const format = EXPORT_FORMATS[name];
    const reader = await (await firebase.store()).logs(tenant);
    const chosen = known?.chosen ?? (await choosePlan(reader, query, range, reader.settings));
    const parts = exportLogs({ reader, query, range, chosen, format, withOriginal });
    const file = await gatherParts(parts, format.mediaType, setProgress, () => isOpen.current);
    if (file === undefined) return;
    const fileName = `${tenant}-logs-${new Date().toISOString().slice(0, 10)}.${format.extension}`;
    save(file, fileName);
    setSaved(fileName);
  });

  return (
    <Dialog title="Export logs" onClose={onClose}>
      <p>
        {counted.state === 'loading' && 'Counting …'}
        {known?.total !== undefined && countOf(known.total, 'log')}
        {known !== undefined && known.total === undefined && describeReads(known.mostRead)} of the
        chosen time{filter.query !== undefined && ` and search (${filter.query})`}.
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
        Include the text as sent, which contains personal data
      </label>
      <div role="status" class="progress">
        {progress && (
          <>
            <progress
              aria-label="Export"
              max={Math.max(known?.total ?? progress.read, 1)}
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
        {counted.state === 'failed' && describeFailure(counted.error)}
        {run.error !== undefined && describeFailure(run.error)}
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

function describeReads(most = COUNT_CAP): string {
  return most >= COUNT_CAP
    ? `Those that are found among ${COUNT_CAP.toLocaleString()} logs or more`
    : `Those that are found among ${countOf(most, 'log')}`;
}
