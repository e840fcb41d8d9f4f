import { useState } from 'preact/hooks';

import type { Firebase } from '../firebase/open.js';
import {
  describeSignInError,
  sendLink,
  sendReset,
  signInWithGoogle,
  signInWithPassword,
} from '../firebase/sign-in.js';
import { useAction } from '../parts/use-async.js';
import { SETTINGS } from '../settings.js';

interface SignInProps {
  firebase: Firebase;
  /** The reader was signed in until just now. */
  expired: boolean;
}

/** Signs a reader in by password, by e-mailed link, or with Google where that is enabled. */
export function SignInPage({ firebase: { auth }, expired }: SignInProps) {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [sent, setSent] = useState<string>();
  const signIn = useAction(() => signInWithPassword(auth, email, password));
  const link = useAction(async () => {
    await sendLink(auth, email);
    setSent(`If ${email} has an account, a link is on its way. Open it in this browser.`);
  });
  const reset = useAction(async () => {
    await sendReset(auth, email);
    setSent(`If ${email} has an account, an e-mail to set its password is on its way.`);
  });
  const google = useAction(() => signInWithGoogle(auth));
  const busy = signIn.busy || link.busy || reset.busy || google.busy;
  const error = signIn.error ?? link.error ?? reset.error ?? google.error;

  return (
    <section class="card sign-in">
      <img src="/icon.svg" alt="" width="44" height="44" />
      <h1>Read your logs</h1>
      {expired && (
        <p role="status">
          Your session has ended. That happens when your operator changes your access. Sign in
          again. If your password no longer works, ask for a link.
        </p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          signIn.run();
        }}
      >
        <label>
          E-mail address
          <input
            type="email"
            name="email"
            autocomplete="username"
            required
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <label>
          Password
          <input
            type="password"
            name="password"
            autocomplete="current-password"
            required
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button primary" disabled={busy}>
          Sign in
        </button>
      </form>
      <p class="or">or without a password</p>
      <div class="row">
        <button type="button" class="button" disabled={busy || !email} onClick={link.run}>
          Send me a link
        </button>
        <button type="button" class="button" disabled={busy || !email} onClick={reset.run}>
          Set a password
        </button>
        {SETTINGS.googleSignIn && (
          <button type="button" class="button" disabled={busy} onClick={google.run}>
            Google
          </button>
        )}
      </div>
      <p class="said" role="status">
        {sent}
      </p>
      <p class="error" role="alert">
        {error === undefined ? '' : describeSignInError(error)}
      </p>
    </section>
  );
}
