import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';

import {
  describeQueryError,
  type Parsed,
  parseQuery,
} from '../../../functions/src/search/parse-query.js';
import { useReader } from '../context.js';
import type { Log } from '../documents/log.js';
import { completions } from './completions.js';
import type { LogFilter } from './log-filter.js';

/** The one search box, with an explanation if its text is not a valid query. */
export function SearchBox({ parsed, logs }: { parsed: Parsed; logs: readonly Log[] }) {
  const { address, go } = useReader();
  const { query = '' } = address.filter;
  const [text, setText] = useState(query);
  const box = useRef<HTMLInputElement>(null);
  const id = useId();
  // Before the next frame: a later effect would overwrite what was typed by then.
  useLayoutEffect(() => setText(query), [query]);

  const search = (wanted: string) => {
    const { query: _before, ...rest } = address.filter;
    const trimmed = wanted.trim();
    const filter: LogFilter = trimmed === '' ? rest : { ...rest, query: trimmed };
    if (trimmed !== query) go({ filter });
    const read = parseQuery(trimmed);
    if (!read.ok) box.current?.setSelectionRange(read.error.at, read.error.at + 1);
  };

  return (
    <form
      class="search"
      onSubmit={(event) => {
        event.preventDefault();
        search(text);
      }}
    >
      <label>
        <span class="visually-hidden">Search</span>
        <input
          id="search"
          ref={box}
          type="search"
          class="mono"
          placeholder='timeout service=shop severity>=WARNING "in a row" -health'
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          list={`${id}-names`}
          aria-invalid={!parsed.ok}
          aria-describedby={`${id}-fault`}
          value={text}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setText(value);
            // Clearing the box, also with its own cross, searches for everything at once.
            if (value === '') search('');
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') box.current?.blur();
          }}
        />
      </label>
      <datalist id={`${id}-names`}>
        {completions(text, logs).map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      <div id={`${id}-fault`} class="query-fault error" role="alert">
        {!parsed.ok && (
          <>
            <code>
              {query.slice(Math.max(0, parsed.error.at - 40), parsed.error.at)}
              <mark class="fault-place">
                {query.slice(parsed.error.at, parsed.error.at + 1) || ' '}
              </mark>
              {query.slice(parsed.error.at + 1, parsed.error.at + 20)}
            </code>{' '}
            {describeQueryError(parsed.error)}
          </>
        )}
      </div>
    </form>
  );
}
