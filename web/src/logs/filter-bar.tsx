import { useState } from 'preact/hooks';

import { useReader } from '../context.js';
import { isSeverity, isSource, SEVERITY_NAMES, SOURCE_NAMES } from '../documents/log.js';
import type { LogFilter } from './log-filter.js';
import { TimeRange } from './time-range.js';

/** What is looked for. All of it is in the address, so that a link finds the same. */
export function FilterBar() {
  const { address, go } = useReader();
  const { filter } = address;
  const [id, setId] = useState('');

  const set = (name: 'severity' | 'source', value: string) => {
    const { [name]: _before, ...rest } = filter;
    if (name === 'severity' && isSeverity(value)) go({ filter: { ...rest, severity: value } });
    else if (name === 'source' && isSource(value)) go({ filter: { ...rest, source: value } });
    else go({ filter: rest });
  };
  const search = (text: string) => {
    const { text: _before, ...rest } = filter;
    const next: LogFilter = text === '' ? rest : { ...rest, text };
    go({ filter: next }, 'replace');
  };

  return (
    <div class="filters" role="search">
      <TimeRange />
      <label>
        <span>Severity</span>
        <select
          name="severity"
          value={filter.severity ?? ''}
          onChange={(event) => set('severity', event.currentTarget.value)}
        >
          <option value="">Any</option>
          {Object.entries(SEVERITY_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Source</span>
        <select
          name="source"
          value={filter.source ?? ''}
          onChange={(event) => set('source', event.currentTarget.value)}
        >
          <option value="">Any</option>
          {Object.entries(SOURCE_NAMES).map(([value, name]) => (
            <option key={value} value={value}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (id.trim() !== '') go({ log: id.trim() });
        }}
      >
        <label>
          <span>Log id</span>
          <input
            name="log-id"
            class="mono"
            placeholder="open by id"
            autocomplete="off"
            spellcheck={false}
            value={id}
            onInput={(event) => setId(event.currentTarget.value)}
          />
        </label>
      </form>
      <label class="grow">
        <span>Search in what is loaded</span>
        <input
          id="search"
          type="search"
          placeholder="text, id or attribute"
          value={filter.text ?? ''}
          onInput={(event) => search(event.currentTarget.value)}
        />
      </label>
    </div>
  );
}
