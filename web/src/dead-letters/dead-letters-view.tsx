import { useState } from 'preact/hooks';

import {
  DEAD_LETTER_REASONS,
  type DeadLetter,
  type DeadLetterReason,
  isDeadLetterReason,
} from '../documents/dead-letter.js';
import { MAX_DEAD_LETTERS } from '../limits.js';
import { Failure } from '../parts/failure.js';
import { Notice } from '../parts/notice.js';
import type { Loaded } from '../parts/use-async.js';
import { useFollowed } from '../parts/use-followed.js';
import { DeadLetterCard } from './dead-letter-card.js';

/** Messages that could not be stored, for admins: why, their content, and what to do about them. */
export function DeadLettersView() {
  const [reason, setReason] = useState<DeadLetterReason>();
  const [found, again] = useFollowed(reason ?? '', (store, tenant) =>
    store.deadLetters(tenant).newest(reason, MAX_DEAD_LETTERS),
  );
  const choose = (value: string) => setReason(isDeadLetterReason(value) ? value : undefined);
  return (
    <div class="page">
      <header class="page-head">
        <div>
          <h1>Dead letters</h1>
          <p>
            Messages that could not be stored as logs. They contain what was sent, including
            personal data. After an outage, they are retried automatically. For the rest, fix the
            cause and replay them, or discard those that nobody needs.
          </p>
        </div>
        <label>
          <span>Reason</span>
          <select
            name="reason"
            value={reason ?? ''}
            onChange={(event) => choose(event.currentTarget.value)}
          >
            <option value="">Any</option>
            {Object.keys(DEAD_LETTER_REASONS).map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
      </header>
      <List found={found} ofAll={reason === undefined} onRetry={again} />
    </div>
  );
}

interface ListProps {
  found: Loaded<readonly DeadLetter[]>;
  ofAll: boolean;
  onRetry: () => void;
}

function List({ found, ofAll, onRetry }: ListProps) {
  if (found.state === 'loading') return <Notice kind="busy" title="Loading dead letters …" />;
  if (found.state === 'failed') {
    return <Failure error={found.error} what="Dead letters" onlyAdmins onRetry={onRetry} />;
  }
  if (found.value.length === 0) {
    return (
      <Notice title={ofAll ? 'No dead letters' : 'No dead letters for this reason'}>
        <p>Everything that was sent has been stored.</p>
      </Notice>
    );
  }
  return (
    <>
      <ul class="cards">
        {found.value.map((letter) => (
          <li key={letter.id}>
            <DeadLetterCard letter={letter} />
          </li>
        ))}
      </ul>
      {found.value.length >= MAX_DEAD_LETTERS && (
        <p class="list-end">
          These are the newest {MAX_DEAD_LETTERS}. Your operator can list all of them with{' '}
          <code>npm run dead-letters</code>.
        </p>
      )}
    </>
  );
}
