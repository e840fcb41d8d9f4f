import { useState } from 'preact/hooks';

import { useReader } from '../context.js';
import {
  DEAD_LETTER_REASONS,
  type DeadLetter,
  describeRounds,
  showPayload,
} from '../documents/dead-letter.js';
import { describeFailure } from '../firebase/errors.js';
import { countOf } from '../parts/count.js';
import { Confirm } from '../parts/dialog.js';
import { Time } from '../parts/time.js';
import { useAction } from '../parts/use-async.js';

/** One dead letter, and what an admin can do with it. */
export function DeadLetterCard({ letter }: { letter: DeadLetter }) {
  const { firebase, go } = useReader();
  const conflict = letter.reason === 'log_id_conflict';
  const [newId, setNewId] = useState(conflict);
  const [asking, setAsking] = useState(false);
  const [replayed, setReplayed] = useState<readonly string[]>();
  const replay = useAction(async () => {
    const { replayDeadLetter } = await firebase.callables();
    const { log_ids } = await replayDeadLetter({
      dead_letter_id: letter.id,
      ...(conflict && newId && { new_log_id: true }),
    });
    setReplayed(log_ids);
  });
  const discard = useAction(async () => {
    const { discardDeadLetter } = await firebase.callables();
    try {
      await discardDeadLetter({ dead_letter_id: letter.id });
    } finally {
      setAsking(false);
    }
  });
  const busy = replay.busy || discard.busy;
  const error = replay.error ?? discard.error;

  return (
    <article class="card letter" data-id={letter.id}>
      <header>
        <span class="reason" title={DEAD_LETTER_REASONS[letter.reason]}>
          {letter.reason}
        </span>
        <Time at={letter.dead_at} />
      </header>
      <p class="detail">{letter.detail}</p>
      <dl class="inline">
        <dt>Log id</dt>
        <dd class="mono">{letter.log_id ?? 'unknown'}</dd>
        <dt>Deliveries</dt>
        <dd>{letter.attempts}</dd>
        <dt>Size</dt>
        <dd>{countOf(letter.payload_bytes, 'byte')}</dd>
        {letter.rounds !== undefined && (
          <>
            <dt>Retried automatically</dt>
            <dd>{describeRounds(letter)}</dd>
          </>
        )}
        {letter.replayed_at && (
          <>
            <dt>{letter.rounds === undefined ? 'Replayed' : 'Last retry'}</dt>
            <dd>
              <Time at={letter.replayed_at} />
              {letter.replayed_as !== undefined && ` as ${letter.replayed_as}`}
            </dd>
          </>
        )}
      </dl>
      <Payload letter={letter} />
      <div class="row">
        <button type="button" class="button primary" disabled={busy} onClick={replay.run}>
          Replay
        </button>
        {conflict && (
          <label class="choice">
            <input
              type="checkbox"
              checked={newId}
              onChange={(event) => setNewId(event.currentTarget.checked)}
            />
            under a new id, next to the first log
          </label>
        )}
        <span class="spring" />
        <button type="button" class="button" disabled={busy} onClick={() => setAsking(true)}>
          Discard
        </button>
      </div>
      <p role="status">
        {replayed &&
          (replayed.length === 0
            ? 'Sent to the worker again.'
            : 'Sent to the worker again. It appears as ')}
        {replayed?.map((id) => (
          <button
            type="button"
            class="link mono"
            key={id}
            onClick={() => go({ view: 'logs', filter: {}, log: id })}
          >
            {id}
          </button>
        ))}
      </p>
      <p class="error" role="alert">
        {error === undefined ? '' : describeFailure(error)}
      </p>
      {asking && (
        <Confirm
          title="Discard this dead letter?"
          confirm="Discard for good"
          busy={discard.busy}
          onConfirm={discard.run}
          onClose={() => setAsking(false)}
        >
          <p>Its content is deleted and cannot be recovered.</p>
        </Confirm>
      )}
    </article>
  );
}

function Payload({ letter }: { letter: DeadLetter }) {
  const [open, setOpen] = useState(false);
  return (
    <details class="payload" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>What was sent</summary>
      {open && <PayloadText letter={letter} />}
    </details>
  );
}

function PayloadText({ letter }: { letter: DeadLetter }) {
  const { text, binary } = showPayload(letter);
  return (
    <>
      {binary && <p>This is not text, so it is shown in Base64.</p>}
      <pre class="text">{text}</pre>
      {letter.payload_truncated && <p>This is only the beginning; the rest did not fit.</p>}
    </>
  );
}
