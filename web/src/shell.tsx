import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';

import { formatAddress, type View } from './address.js';
import { useReader } from './context.js';
import { leave } from './firebase/session.js';
import { useTheme } from './parts/theme.js';

const TITLES = {
  logs: 'Logs',
  alerts: 'Alerts',
  'dead-letters': 'Dead letters',
  'api-keys': 'API keys',
} satisfies Record<View, string>;

/** The frame around every view: the tenant's name, navigation and sign-out. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { firebase, user, tenant, address } = useReader();
  const [theme, nextTheme] = useTheme();
  useEffect(() => {
    document.title = `${tenant} · ${TITLES[address.view]}`;
  }, [tenant, address.view]);
  return (
    <div class="shell">
      <header class="top">
        <a class="brand" href="/" title="All logs, newest first">
          <img src="/icon.svg" alt="" width="26" height="26" />
          <span class="tenant">{tenant}</span>
        </a>
        <nav class="tabs" aria-label="Views">
          <Tab view="logs" />
          <Tab view="alerts" />
          {user.admin && <Tab view="dead-letters" />}
          {user.admin && <Tab view="api-keys" />}
        </nav>
        <div class="account">
          <span class="email" title={user.admin ? 'admin' : 'reader'}>
            {user.email}
            {user.admin && <span class="role">admin</span>}
          </span>
          <button type="button" class="button quiet" onClick={nextTheme}>
            <span aria-hidden="true">◐ </span>
            <span class="theme-word">Theme: </span>
            {theme}
          </button>
          <button type="button" class="button quiet" onClick={() => void leave(firebase.auth)}>
            Sign out
          </button>
        </div>
      </header>
      <main class="content">{children}</main>
    </div>
  );
}

function Tab({ view }: { view: View }) {
  const { address, go } = useReader();
  const { tenant } = address;
  const there = { view, filter: {}, ...(tenant !== undefined && { tenant }) };
  const follow = (event: MouseEvent) => {
    // A click with a modifier key belongs to the browser: a new tab, a new window.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    go({ view, filter: {}, log: undefined });
  };
  return (
    <a
      class="tab"
      href={`/${formatAddress(there)}`}
      aria-current={address.view === view ? 'page' : undefined}
      onClick={follow}
    >
      {TITLES[view]}
    </a>
  );
}
