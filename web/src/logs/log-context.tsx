import { useLayoutEffect, useRef, useState } from 'preact/hooks';

import { onePerLog, wholeId } from '../../../functions/src/search/join-parts.js';
import { logsAround } from '../../../functions/src/search/logs-around.js';
import { useReader } from '../context.js';
import { type Log, SEVERITY_NAMES } from '../documents/log.js';
import { CONTEXT_LINES } from '../limits.js';
import { countOf } from '../parts/count.js';
import { Failure } from '../parts/failure.js';
import { Redacted } from '../parts/redacted.js';
import { LogTime } from '../parts/time.js';
import { useLoaded } from '../parts/use-async.js';

/** The logs right before and after a log, whatever they are; loaded on request. */
export function LogContext({ log, onOpen }: { log: Log; onOpen: (id: string) => void }) {
  const [shown, setShown] = useState(false);
  return (
    <section class="context">
      <button type="button" class="button" aria-expanded={shown} onClick={() => setShown(!shown)}>
        Show in context
      </button>
      {shown && <Neighbours log={log} onOpen={onOpen} />}
    </section>
  );
}

function Neighbours({ log, onOpen }: { log: Log; onOpen: (id: string) => void }) {
  const { firebase, tenant } = useReader();
  const [around, again] = useLoaded(log.log_id, async () => {
    const reader = await (await firebase.store()).logs(tenant);
    return logsAround(reader, reader.settings.shards, log, CONTEXT_LINES);
  });
  const own = useRef<HTMLLIElement>(null);
  // The list is longer than a screen: it opens at the log that it is about.
  useLayoutEffect(() => own.current?.scrollIntoView({ block: 'center' }), [around.state]);
  if (around.state === 'loading') return <p role="status">Loading …</p>;
  if (around.state === 'failed') {
    return <Failure error={around.error} what="The context" onRetry={again} />;
  }
  const { newer, older, read } = around.value;
  // Oldest first, to be read like a story.
  const isOther = (one: Log) => wholeId(one) !== wholeId(log);
  const story = [...onePerLog(newer.filter(isOther)), log, ...onePerLog(older.filter(isOther))];
  return (
    <>
      <ol class="story">
        {story.toReversed().map((one) => (
          <li key={one.log_id} aria-current={one === log} ref={one === log ? own : null}>
            <button
              type="button"
              class="story-log"
              data-severity={one.severity}
              onClick={() => onOpen(wholeId(one))}
            >
              <LogTime log={one} />
              <span class="story-severity">
                {one.severity === undefined ? '–' : SEVERITY_NAMES[one.severity]}
              </span>
              <span class="story-text">
                <Redacted text={one.modified_data.slice(0, 300)} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      <p class="said">{countOf(read, 'document')} read</p>
    </>
  );
}
