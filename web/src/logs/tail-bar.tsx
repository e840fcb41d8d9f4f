import type { ComponentChildren } from 'preact';

import { isLive } from './log-filter.js';
import { useReader } from '../context.js';
import { countOf } from '../parts/count.js';
import { useOnline } from '../parts/use-online.js';
import type { Feed } from './use-feed.js';

interface TailBarProps {
  feed: Feed;
  held: boolean;
  onHold: () => void;
  onNew: () => void;
  onExport: () => void;
  children?: ComponentChildren;
}

/**
 * The state of the list: live, paused or offline; how many logs there are, and how many were read.
 */
export function TailBar({ feed, held, onHold, onNew, onExport, children }: TailBarProps) {
  const { address, go } = useReader();
  const { filter } = address;
  const online = useOnline();
  const live = isLive(filter, Date.now());
  const { state, text } = describe(feed, live, online);
  const turn = () => {
    const { order, ...rest } = filter;
    go({ filter: order === undefined ? { ...rest, order: 'oldest' } : rest });
  };
  return (
    <div class="tail">
      <span class={`dot dot-${state}`} aria-hidden="true" />
      <span class="tail-state" role="status">
        {text}
      </span>
      <span class="tail-count">{feed.logs.length.toLocaleString()} loaded</span>
      <span class="tail-read" title="Documents and counts read from Firestore">
        {countOf(feed.read, 'document')} read
        {feed.counts > 0 && `, ${feed.counts.toLocaleString()} for counts`}
      </span>
      {feed.waiting > 0 && (
        <button type="button" class="button new" onClick={onNew}>
          ↑ {feed.waiting.toLocaleString()} new
        </button>
      )}
      <span class="spring" />
      {live && feed.status !== 'failed' && (
        <button type="button" class="button quiet" aria-pressed={held} onClick={onHold}>
          {held ? 'Resume' : 'Pause'}
        </button>
      )}
      <button type="button" class="button quiet" onClick={turn}>
        {filter.order === undefined ? 'Newest' : 'Oldest'}
        <span class="order-word"> first</span>
      </button>
      {children}
      <button type="button" class="button" onClick={onExport}>
        Export
      </button>
    </div>
  );
}

function describe(feed: Feed, live: boolean, online: boolean): { state: string; text: string } {
  if (!online)
    return { state: 'off', text: 'Offline. Showing what was loaded; resumes automatically' };
  if (feed.status !== 'live') return STATES[feed.status];
  if (!live) return { state: 'still', text: 'Not live' };
  return feed.paused
    ? { state: 'pause', text: 'Paused while you read' }
    : { state: 'live', text: 'Live' };
}

const STATES = {
  loading: { state: 'wait', text: 'Loading …' },
  asking: { state: 'still', text: 'Waiting for your answer' },
  cached: { state: 'wait', text: 'Connecting …' },
  failed: { state: 'off', text: 'Stopped' },
};
