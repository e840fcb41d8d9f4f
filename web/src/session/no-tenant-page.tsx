import { useEffect } from 'preact/hooks';

import type { Firebase } from '../firebase/open.js';
import { leave, refreshClaims, type SignedIn } from '../firebase/session.js';
import { describeSignInError } from '../firebase/sign-in.js';
import { GRANT_CHECK_MS } from '../limits.js';
import { CopyButton } from '../parts/copy-button.js';
import { useAction } from '../parts/use-async.js';
import { SETTINGS } from '../settings.js';

interface NoTenantProps {
  firebase: Firebase;
  user: SignedIn;
}

/** For a user without a tenant; keeps checking until an operator has granted one. */
export function NoTenantPage({ firebase: { auth }, user }: NoTenantProps) {
  const check = useAction(() => refreshClaims(auth));
  useEffect(() => {
    const timer = setInterval(() => void refreshClaims(auth).catch(() => {}), GRANT_CHECK_MS);
    return () => clearInterval(timer);
  }, [auth]);
  const command = `npm run tenant -- reader grant TENANT ${user.email}`;
  return (
    <section class="card">
      <h1>No tenant yet</h1>
      <p>
        You are signed in as <b>{user.email}</b>, but you have no access to any tenant yet. Ask the
        gateway’s operator to run:
      </p>
      <pre class="code">{command}</pre>
      <p>
        This replaces your account, so that nobody else can have a password or a session for it. The
        page then asks you to sign in again. Use an e-mail link
        {SETTINGS.googleSignIn && ' or Google'}; an old password no longer works.
      </p>
      <div class="row">
        <button type="button" class="button primary" disabled={check.busy} onClick={check.run}>
          Check again
        </button>
        <CopyButton label="Copy the command" text={() => command} />
        <button type="button" class="button quiet" onClick={() => void leave(auth)}>
          Sign out
        </button>
      </div>
      <p class="error" role="alert">
        {check.error !== undefined && describeSignInError(check.error)}
      </p>
    </section>
  );
}
