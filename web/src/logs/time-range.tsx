import { useReader } from '../context.js';
import type { LogFilter } from './log-filter.js';

/** Seconds of each choice. */
const PRESETS = [
  [900, 'Last 15 minutes'],
  [3600, 'Last hour'],
  [86_400, 'Last 24 hours'],
  [604_800, 'Last 7 days'],
] as const;

const HOUR_MS = 3_600_000;

/** When a log happened: at any time, recently, or between two times in the reader's zone. */
export function TimeRange() {
  const { address, go } = useReader();
  const { last, from, to, ...rest } = address.filter;
  const own = from !== undefined || to !== undefined;
  const preset = PRESETS.some(([seconds]) => seconds === last);
  const set = (range: LogFilter) => go({ filter: { ...range, ...rest } });

  const choose = (value: string) => {
    if (value === 'own') set({ from: floorToMinute(Date.now() - HOUR_MS) });
    else set(value === '' ? {} : { last: Number(value) });
  };
  const bounds = (change: { from?: string; to?: string }) => {
    const start = change.from === undefined ? from : parseLocal(change.from);
    const end = change.to === undefined ? to : parseLocal(change.to);
    set({
      ...(start !== undefined && { from: start }),
      ...(end !== undefined && { to: end }),
    });
  };

  return (
    <>
      <label>
        <span class="visually-hidden">Time</span>
        <select
          name="time"
          value={own ? 'own' : (last ?? '')}
          onChange={(event) => choose(event.currentTarget.value)}
        >
          <option value="">Any time</option>
          {PRESETS.map(([seconds, name]) => (
            <option key={seconds} value={seconds}>
              {name}
            </option>
          ))}
          {last !== undefined && !preset && <option value={last}>Last {last} seconds</option>}
          <option value="own">Custom range …</option>
        </select>
      </label>
      {own && (
        <>
          <label>
            <span class="visually-hidden">From</span>
            <input
              type="datetime-local"
              name="from"
              step="1"
              value={formatLocal(from)}
              onChange={(event) => bounds({ from: event.currentTarget.value })}
            />
          </label>
          <label>
            <span class="visually-hidden">To</span>
            <input
              type="datetime-local"
              name="to"
              step="1"
              value={formatLocal(to)}
              onChange={(event) => bounds({ to: event.currentTarget.value })}
            />
          </label>
        </>
      )}
    </>
  );
}

function floorToMinute(millis: number): number {
  return Math.floor(millis / 60_000) * 60_000;
}

/** `2026-01-15T10:30:00` in the reader's zone, in the format of the browser's input. */
function parseLocal(text: string): number | undefined {
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : millis;
}

function formatLocal(millis: number | undefined): string {
  if (millis === undefined) return '';
  const offset = new Date(millis).getTimezoneOffset() * 60_000;
  return new Date(millis - offset).toISOString().slice(0, 19);
}
