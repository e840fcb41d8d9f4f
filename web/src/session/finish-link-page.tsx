import { useEffect, useState } from 'preact/hooks';

import type { Firebase } from '../firebase/open.js';
import { describeSignInError, emailOfLink, finishLink } from '../firebase/sign-in.js';
import { useAction } from '../parts/use-async.js';

/** Where an e-mailed link leads. Asks for the address if another browser requested the link. */
export function FinishLinkPage({ firebase: { auth } }: { firebase: Firebase }) {
  const known = emailOfLink();
  const [email, setEmail] = useState(known ?? '');
  const finish = useAction(async () => {
    await finishLink(auth, email);
    leaveLink();
  });
  useEffect(() => {
    if (known !== undefined) finish.run();
  }, []);

  return (
    <section class="card sign-in">
      <h1>Sign in with your link</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          finish.run();
        }}
      >
        <label>
          The e-mail address that the link was sent to
          <input
            type="email"
            required
            autocomplete="username"
            value={email}
            onInput={(event) => setEmail(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button primary" disabled={finish.busy}>
          Sign in
        </button>
      </form>
      <p class="error" role="alert">
        {finish.error === undefined ? '' : describeSignInError(finish.error)}
      </p>
      <button type="button" class="button quiet" onClick={leaveLink}>
        Sign in another way
      </button>
    </section>
  );
}

/** Removes Firebase’s own parameters, which include a code, from the address. */
function leaveLink(): void {
  const url = new URL(location.href);
  for (const name of ['apiKey', 'mode', 'oobCode', 'lang', 'continueUrl', 'tenantId']) {
    url.searchParams.delete(name);
  }
  location.replace(url);
}
