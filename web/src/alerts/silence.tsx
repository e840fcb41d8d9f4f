import { useReader } from '../context.js';
import type { Alert } from '../documents/alert.js';
import { toMillis } from '../documents/instant.js';
import { describeFailure } from '../firebase/errors.js';
import { useAction } from '../parts/use-async.js';

/** Minutes, and a label for each. */
const SPANS = [
  [60, '1 hour'],
  [8 * 60, '8 hours'],
  [24 * 60, '1 day'],
  [7 * 24 * 60, '1 week'],
] as const;

/** Silences an alert for a while, or ends the silence. */
export function Silence({ alert }: { alert: Alert }) {
  const { firebase } = useReader();
  const { silenced_until: until } = alert;
  const isSilent = until !== undefined && toMillis(until) > Date.now();
  let minutes = 0;
  const silence = useAction(async () => {
    const { silenceAlert } = await firebase.callables();
    await silenceAlert({ alert_id: alert.id, minutes });
  });
  const run = (wanted: number) => {
    minutes = wanted;
    silence.run();
  };
  return (
    <>
      {isSilent ? (
        <button type="button" class="button" disabled={silence.busy} onClick={() => run(0)}>
          End the silence
        </button>
      ) : (
        <select
          aria-label={`Silence ${alert.name}`}
          disabled={silence.busy}
          value=""
          onChange={(event) => run(Number(event.currentTarget.value))}
        >
          <option value="" disabled>
            Silence for …
          </option>
          {SPANS.map(([span, name]) => (
            <option key={span} value={span}>
              {name}
            </option>
          ))}
        </select>
      )}
      {silence.error !== undefined && (
        <span class="error" role="alert">
          {describeFailure(silence.error)}
        </span>
      )}
    </>
  );
}
