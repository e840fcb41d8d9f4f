import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';

import { ReaderContext } from './context.js';
import { type Firebase, openFirebase } from './firebase/open.js';
import { type SignedIn, type SignedOut, watchSession } from './firebase/session.js';
import { isLink } from './firebase/sign-in.js';
import { Notice } from './parts/notice.js';
import { FinishLinkPage } from './session/finish-link-page.js';
import { NoTenantPage } from './session/no-tenant-page.js';
import { SignInPage } from './session/sign-in-page.js';
import { Shell } from './shell.js';
import { useAddress } from './use-address.js';
import { View } from './view.js';

type Opened =
  | { state: 'opening' }
  | { state: 'failed'; error: unknown }
  | { state: 'open'; firebase: Firebase; session: SignedIn | SignedOut; link: boolean };

/** The page for a tenant's readers: the signed-in user decides what there is to see. */
export function App() {
  const [address, go] = useAddress();
  const opened = useOpened();

  if (opened.state === 'opening') {
    return (
      <Screen>
        <Notice kind="busy" title="Opening …" />
      </Screen>
    );
  }
  if (opened.state === 'failed') return <CannotStart error={opened.error} />;

  const { firebase, session: user, link } = opened;
  if ('expired' in user) {
    return (
      <Screen>
        {link ? (
          <FinishLinkPage firebase={firebase} />
        ) : (
          <SignInPage firebase={firebase} expired={user.expired} />
        )}
      </Screen>
    );
  }
  if (user.unreachable) {
    return (
      <Screen>
        <Notice kind="busy" title="No connection">
          <p>Your session could not be checked. The page continues by itself once it can.</p>
        </Notice>
      </Screen>
    );
  }
  if (user.tenant === undefined) {
    return (
      <Screen>
        <NoTenantPage firebase={firebase} user={user} />
      </Screen>
    );
  }
  const tenant = address.tenant ?? user.tenant;
  return (
    <ReaderContext.Provider value={{ firebase, user, tenant, address, go }}>
      <Shell>
        {/* Another tenant's documents share no state with these. */}
        <View key={`${tenant}/${address.view}/${user.admin}`} />
      </Shell>
    </ReaderContext.Provider>
  );
}

function useOpened(): Opened {
  const [opened, setOpened] = useState<Opened>({ state: 'opening' });
  useEffect(() => {
    let stop: (() => void) | undefined;
    const open = async () => {
      try {
        const firebase = await openFirebase();
        stop = watchSession(firebase.auth, (session) =>
          setOpened({ state: 'open', firebase, session, link: isLink(firebase.auth) }),
        );
      } catch (error) {
        setOpened({ state: 'failed', error });
      }
    };
    void open();
    return () => stop?.();
  }, []);
  return opened;
}

function Screen({ children }: { children: ComponentChildren }) {
  return <main class="screen">{children}</main>;
}

function CannotStart({ error }: { error: unknown }) {
  return (
    <Screen>
      <Notice kind="alert" title="The page cannot start">
        <p>
          It could not read which project it belongs to
          {error instanceof Error ? `: ${error.message}.` : '.'} Check the network. The page must be
          served by Firebase Hosting.
        </p>
        <button type="button" class="button" onClick={() => location.reload()}>
          Load again
        </button>
      </Notice>
    </Screen>
  );
}
