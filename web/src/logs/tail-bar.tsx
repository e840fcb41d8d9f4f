import { isLive, toQuery } from './log-filter.js';
import { useReader } from '../context.js';
import { useOnline } from '../parts/use-online.js';
import type { Feed } from './use-feed.js';

interface TailBarProps {
  feed: Feed;
  /** How many of the loaded logs hold what is searched for. */
  found: number;
  held: boolean;
  onHold: () => void;
  onNew: () => void;
  onExport: () => void;
}

/** How the list stands: live, paused or without a connection; how much of it there is. */
export function TailBar({ feed, found, held, onHold, onNew, onExport }: TailBarProps) {
  const { filter } = useReader().address;
  const online = useOnline();
  const live = isLive(toQuery(filter, Date.now()), Date.now());
  const { state, text } = describe(feed, live, online);
  return (
    <div class="tail">
      <span class={`dot dot-${state}`} aria-hidden="true" />
      <span class="tail-state" role="status">
        {text}
      </span>
      <span class="tail-count">
        {filter.text === undefined
          ? `${number(feed.logs.length)} loaded`
          : `${number(found)} of ${number(feed.logs.length)} loaded`}
      </span>
      {feed.waiting > 0 && (
        <button type="button" class="button new" onClick={onNew}>
          ↑ {number(feed.waiting)} new
        </button>
      )}
      <span class="spring" />
      {live && feed.status !== 'failed' && (
        <button type="button" class="button quiet" aria-pressed={held} onClick={onHold}>
          {held ? 'Go on' : 'Pause'}
        </button>
      )}
      <button type="button" class="button" onClick={onExport}>
        Export
      </button>
    </div>
  );
}

function describe(feed: Feed, live: boolean, online: boolean): { state: string; text: string } {
  if (!online) return { state: 'off', text: 'Offline: shows what was loaded, goes on by itself' };
  if (feed.status !== 'live') return STATES[feed.status];
  if (!live) return { state: 'still', text: 'A time that is over' };
  return feed.paused
    ? { state: 'pause', text: 'Paused while you read' }
    : { state: 'live', text: 'Live' };
}

const STATES = {
  loading: { state: 'wait', text: 'Loading …' },
  cached: { state: 'wait', text: 'Connecting …' },
  failed: { state: 'off', text: 'Stopped' },
};

function number(count: number): string {
  return count.toLocaleString();
}
