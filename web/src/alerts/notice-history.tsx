import { searchedTimes } from '../../../functions/src/alerts/notices/search-link.js';
import { useReader } from '../context.js';
import {
  type AlertNotice,
  describeDelivery,
  describeFiring,
  TARGET_NAMES,
} from '../documents/alert.js';
import { toRfc3339 } from '../documents/instant.js';
import { describeFailure } from '../firebase/errors.js';
import { MAX_NOTICES } from '../limits.js';
import { Notice } from '../parts/notice.js';
import { Redacted } from '../parts/redacted.js';
import { Time } from '../parts/time.js';
import { useFollowed } from '../parts/use-followed.js';

/** When alerts fired, why, and whether the notices were delivered. */
export function NoticeHistory() {
  const [found, again] = useFollowed('notices', (store, tenant) => store.alerts(tenant).notices);
  return (
    <section class="history" aria-labelledby="history">
      <h2 id="history">History</h2>
      {found.state === 'loading' && <Notice kind="busy" title="Loading the history …" />}
      {found.state === 'failed' && (
        <Notice kind="alert" title="The history cannot be shown">
          <p>{describeFailure(found.error)}</p>
          <button type="button" class="button" onClick={again}>
            Try again
          </button>
        </Notice>
      )}
      {found.state === 'ready' && <List notices={found.value} />}
    </section>
  );
}

function List({ notices }: { notices: readonly AlertNotice[] }) {
  if (notices.length === 0) return <p class="muted">No alert has fired yet.</p>;
  return (
    <>
      <ul class="cards">
        {notices.map((notice) => (
          <li key={notice.id}>
            <Fired notice={notice} />
          </li>
        ))}
      </ul>
      {notices.length >= MAX_NOTICES && (
        <p class="list-end">
          These are the newest {MAX_NOTICES}. The operator’s <code>npm run alert -- history</code>{' '}
          lists all.
        </p>
      )}
    </>
  );
}

function Fired({ notice }: { notice: AlertNotice }) {
  const { go } = useReader();
  const filter = { query: notice.query, ...searchedTimes(notice) };
  return (
    <article class="card letter" data-id={notice.id}>
      <header>
        <h3>{notice.name}</h3>
        <span>{describeFiring(notice)}</span>
        <Time at={notice.fired_at} />
      </header>
      {notice.lines.length > 0 && (
        <pre class="text">
          {notice.lines.map(({ log_id, time, text }) => (
            <span key={log_id}>
              {toRfc3339(time)} <Redacted text={text} />
              {'\n'}
            </span>
          ))}
        </pre>
      )}
      <ul class="targets">
        {Object.entries(notice.deliveries).map(([id, delivery]) => (
          <li key={id} class={delivery.state === 'failed' ? 'error' : ''}>
            {TARGET_NAMES[delivery.kind]} <span class="mono">{delivery.label}</span>:{' '}
            {describeDelivery(delivery)}
          </li>
        ))}
      </ul>
      {notice.is_test !== true && (
        <div class="row">
          <button
            type="button"
            class="link"
            onClick={() => go({ view: 'logs', filter, log: undefined })}
          >
            Open the search at that time
          </button>
        </div>
      )}
    </article>
  );
}
