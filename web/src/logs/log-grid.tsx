import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { wholeId } from '../../../functions/src/search/join-parts.js';
import type { Log } from '../documents/log.js';
import { LogRow, rowId } from './log-row.js';
import { useRowHeight } from './use-row-height.js';
import { scrollToRow, visibleRows } from './visible-rows.js';

interface LogGridProps {
  logs: readonly Log[];
  open: string | undefined;
  /** Called with the id of the whole log, even if the row is only one of its parts. */
  onOpen: (id: string) => void;
  /** Called with whether the newest row is at the top of the view. */
  onScroll: (atTop: boolean) => void;
  onEnd: () => void;
  onKey: (key: string) => void;
  /** Incremented to scroll to the top. */
  toTop: number;
  /** Attributes that have a column. */
  columns: readonly string[];
  /** Which end of the time range is on top. */
  order: 'newest' | 'oldest';
  children?: ComponentChildren;
}

const KEYS_ID = 'log-keys';

/** Older rows are requested once this few are left below the view. */
const NEAR_END = 30;

/**
 * The list as a grid in which only the visible rows exist. It is a single Tab stop; the arrow keys
 * move the active row within it.
 */
export function LogGrid(props: LogGridProps) {
  const { logs, open, onOpen, onScroll, onEnd, onKey, toTop, columns, order, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const [view, setView] = useState({ top: 0, height: 800 });
  const [active, setActive] = useState<string>();
  const { first, end } = visibleRows(view.top, view.height, height, logs.length);

  const measure = () => {
    const element = scroller.current;
    if (element === null) return;
    setView({ top: element.scrollTop, height: element.clientHeight });
  };
  useLayoutEffect(() => {
    measure();
    const observer = new ResizeObserver(measure);
    if (scroller.current) observer.observe(scroller.current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [toTop]);

  const scrolled = () => {
    measure();
    const element = scroller.current;
    if (element === null) return;
    onScroll(element.scrollTop < height / 2);
    const left = element.scrollHeight - element.scrollTop - element.clientHeight;
    if (left < NEAR_END * height) onEnd();
  };

  const move = (to: number) => {
    const row = Math.max(0, Math.min(logs.length - 1, to));
    const log = logs[row];
    const element = scroller.current;
    if (log === undefined || element === null) return;
    setActive(log.log_id);
    const head = element.querySelector('.grid-head')?.clientHeight ?? 0;
    const top = scrollToRow(row, element.scrollTop, element.clientHeight - head, height);
    if (top !== undefined) element.scrollTop = top;
  };

  const openLog = (id: string) => {
    const log = logs.find(({ log_id }) => log_id === id);
    onOpen(log === undefined ? id : wholeId(log));
  };

  const pressed = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !isForList(event)) return;
    const now = logs.findIndex(({ log_id }) => log_id === active);
    const page = Math.max(1, Math.floor(view.height / height) - 2);
    const steps: Record<string, number> = {
      ArrowDown: now + 1,
      j: now + 1,
      ArrowUp: now - 1,
      k: now - 1,
      PageDown: now + page,
      PageUp: now - page,
      Home: 0,
      End: logs.length - 1,
    };
    const to = steps[event.key];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && active !== undefined) openLog(active);
    else {
      onKey(event.key);
      if (event.key !== '/') return;
    }
    event.preventDefault();
  };

  const latest = useRef(pressed);
  latest.current = pressed;
  useEffect(() => {
    // The keys work wherever the focus is, unless the focused element handles them itself.
    const follow = (event: KeyboardEvent) => latest.current(event);
    document.addEventListener('keydown', follow);
    return () => document.removeEventListener('keydown', follow);
  }, []);

  const clicked = (event: MouseEvent) => {
    const id = logOf(event.target);
    // A reader who selects text wants to copy it, not to open the log.
    if (id === undefined || getSelection()?.type === 'Range') return;
    setActive(id);
    openLog(id);
  };

  const drawn = logs.slice(first, end);
  const activeDrawn = drawn.some(({ log_id }) => log_id === active);
  return (
    <div class="grid-scroll" ref={scroller} onScroll={scrolled}>
      <div
        role="grid"
        class="grid"
        data-columns={columns.length}
        tabIndex={0}
        aria-label={`Logs, ${order} first`}
        aria-describedby={KEYS_ID}
        aria-rowcount={logs.length + 1}
        aria-activedescendant={activeDrawn && active !== undefined ? rowId(active) : undefined}
        onClick={clicked}
      >
        <div role="row" class="grid-head" aria-rowindex={1}>
          <span role="columnheader" class="cell-time">
            Time
          </span>
          <span role="columnheader" class="cell-severity">
            Severity
          </span>
          <span role="columnheader" class="cell-source">
            Source
          </span>
          {columns.map((name) => (
            <span role="columnheader" class="cell-column" key={name} title={name}>
              {name}
            </span>
          ))}
          <span role="columnheader" class="cell-text">
            Text
          </span>
          <span role="columnheader" class="cell-kinds">
            Redacted
          </span>
        </div>
        <div role="rowgroup" class="grid-body" style={{ height: `${logs.length * height}px` }}>
          {drawn.map((log, index) => (
            <LogRow
              key={log.log_id}
              log={log}
              index={first + index}
              height={height}
              active={log.log_id === active}
              open={wholeId(log) === open}
              columns={columns}
            />
          ))}
        </div>
      </div>
      <p id={KEYS_ID} class="visually-hidden">
        Arrow keys or j and k move, Enter opens, Escape closes, p pauses, slash searches.
      </p>
      {children}
    </div>
  );
}

function logOf(clicked: EventTarget | null): string | undefined {
  const row = clicked instanceof Element ? clicked.closest('[data-id]') : null;
  return row instanceof HTMLElement ? row.dataset['id'] : undefined;
}

/** Whether a key is meant for the list: it is not typed and does not press the focused element. */
function isForList({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return true;
  if (target.closest('input, textarea, select, dialog, [contenteditable]') !== null) return false;
  const isPressed = key === 'Enter' && target.closest('button, a, summary') !== null;
  const inDetails = target.closest('.details') !== null;
  // In the details, the arrows scroll and Escape closes.
  return !isPressed && (!inDetails || ['j', 'k', 'Enter', '/', 'p'].includes(key));
}
