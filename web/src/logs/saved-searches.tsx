import { useRef, useState } from 'preact/hooks';

import { MAX_SEARCH_NAME_LENGTH } from '../../../functions/src/limits.js';
import { useReader } from '../context.js';
import type { NamedSearch } from '../firebase/search-reader.js';
import { describeFailure } from '../firebase/errors.js';
import { useAction, useLoaded } from '../parts/use-async.js';
import { useOwnSearches } from './own-searches.js';

/** Named searches: those that an admin shares with the tenant, and the reader's own. */
export function SavedSearches() {
  const [isOpen, setIsOpen] = useState(false);
  const menu = useRef<HTMLDetailsElement>(null);
  const close = () => {
    if (menu.current) menu.current.open = false;
  };
  return (
    <details
      class="saved"
      ref={menu}
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') close();
      }}
    >
      <summary class="button" aria-label="Saved searches" title="Saved searches">
        ☆
      </summary>
      {isOpen && <Menu onDone={close} />}
    </details>
  );
}

function Menu({ onDone }: { onDone: () => void }) {
  const { firebase, user, tenant, address, go } = useReader();
  const { filter } = address;
  const [own, { save, remove }] = useOwnSearches(tenant);
  const [shared, again] = useLoaded(tenant, async () => (await firebase.store()).searches(tenant));
  const [name, setName] = useState('');
  const [isShared, setIsShared] = useState(false);
  const { query } = filter;

  const keep = useAction(async () => {
    if (query === undefined || name.trim() === '') return;
    if (isShared) {
      await (await firebase.callables()).saveSearch({ name: name.trim(), query });
      again();
    } else if (!save({ name: name.trim(), query }))
      throw new Error('The browser refused to save it.');
    setName('');
  });
  const [unwanted, setUnwanted] = useState<string>();
  const discard = useAction(async () => {
    if (unwanted === undefined) return;
    await (await firebase.callables()).deleteSearch({ search_id: unwanted });
    setUnwanted(undefined);
    again();
  });
  const use = (search: NamedSearch) => {
    go({ filter: { ...filter, query: search.query } });
    onDone();
  };

  return (
    <div class="saved-menu">
      <section>
        <h3>Shared with {tenant}</h3>
        {shared.state === 'loading' && <p role="status">Loading …</p>}
        {shared.state === 'failed' && <p class="error">{describeFailure(shared.error)}</p>}
        {shared.state === 'ready' && shared.value.length === 0 && <p>None shared yet.</p>}
        {shared.state === 'ready' && (
          <ul>
            {shared.value.map((search) => (
              <Row
                key={search.id}
                search={search}
                onUse={() => use(search)}
                {...(user.admin && {
                  sure: unwanted === search.id,
                  onRemove: () => {
                    if (unwanted === search.id) discard.run();
                    else setUnwanted(search.id);
                  },
                })}
              />
            ))}
          </ul>
        )}
      </section>
      <section>
        <h3>Yours, in this browser</h3>
        {own.length === 0 && <p>None saved yet.</p>}
        <ul>
          {own.map((search) => (
            <Row
              key={search.id}
              search={search}
              onUse={() => use(search)}
              onRemove={() => remove(search.id)}
            />
          ))}
        </ul>
      </section>
      {query === undefined ? (
        <p class="said">Search for something, then save the search here.</p>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            keep.run();
          }}
        >
          <label>
            <span>Name of this search</span>
            <input
              name="search-name"
              autocomplete="off"
              maxLength={MAX_SEARCH_NAME_LENGTH}
              value={name}
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <div class="row">
            {user.admin && (
              <label class="choice">
                <input
                  type="checkbox"
                  checked={isShared}
                  onChange={(event) => setIsShared(event.currentTarget.checked)}
                />
                Share with {tenant}
              </label>
            )}
            <button type="submit" class="button" disabled={keep.busy || name.trim() === ''}>
              Save search
            </button>
            {user.admin && tenant === user.tenant && (
              <button
                type="button"
                class="button"
                onClick={() => go({ view: 'alerts', filter: { query }, log: undefined })}
              >
                Alert on this search
              </button>
            )}
          </div>
        </form>
      )}
      <p class="error" role="alert">
        {keep.error !== undefined && describeFailure(keep.error)}
        {discard.error !== undefined && describeFailure(discard.error)}
      </p>
    </div>
  );
}

interface RowProps {
  search: NamedSearch;
  /** The reader has clicked Delete once. */
  sure?: boolean;
  onUse: () => void;
  onRemove?: () => void;
}

function Row({ search, sure = false, onUse, onRemove }: RowProps) {
  return (
    <li class="saved-search">
      <button type="button" class="value" onClick={onUse}>
        {search.name}
        <code>{search.query}</code>
      </button>
      {onRemove && (
        <button
          type="button"
          class={sure ? 'button danger' : 'icon-button'}
          aria-label={sure ? `Delete ${search.name} for everyone` : `Delete ${search.name}`}
          onClick={onRemove}
        >
          {sure ? 'Delete for everyone' : '✕'}
        </button>
      )}
    </li>
  );
}
