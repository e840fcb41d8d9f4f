import { useReader } from '../context.js';
import { describeFailure, firebaseCode } from '../firebase/errors.js';
import { refreshClaims } from '../firebase/session.js';
import { Notice } from './notice.js';

interface FailureProps {
  error: unknown;
  /** What could not be read: `The logs`. */
  what: string;
  /** Who may, where the rules refuse the reader's own tenant. */
  onlyAdmins?: boolean;
  onRetry: () => void;
}

/** Why something cannot be shown, and what the reader can do. */
export function Failure({ error, what, onlyAdmins = false, onRetry }: FailureProps) {
  const { firebase, user, tenant } = useReader();
  const again = async () => {
    await refreshClaims(firebase.auth).catch(() => undefined);
    onRetry();
  };
  const retry = (
    <button type="button" class="button" onClick={() => void again()}>
      Try again
    </button>
  );
  if (firebaseCode(error) !== 'permission-denied') {
    return (
      <Notice kind="alert" title={`${what} cannot be shown`}>
        <p>{describeFailure(error)}</p>
        {retry}
      </Notice>
    );
  }
  if (tenant !== user.tenant) return <AnotherTenant />;
  return (
    <Notice kind="alert" title={onlyAdmins && !user.admin ? 'For admins only' : 'No permission'}>
      <p>
        {onlyAdmins && !user.admin
          ? `${what} may hold personal data as it was sent, so only admins of ${tenant} see it. Ask your operator for the role, then try again.`
          : `The security rules refuse: your access to ${tenant} may have been taken back. Try again, or ask your operator.`}
      </p>
      {retry}
    </Notice>
  );
}

/** For who came by an address of a tenant that is not theirs. */
export function AnotherTenant() {
  const { user, tenant, address, go } = useReader();
  return (
    <Notice kind="alert" title="This is another tenant’s">
      <p>
        The address is of <b>{tenant}</b>. You read <b>{user.tenant}</b>, and nothing else.
      </p>
      <button
        type="button"
        class="button primary"
        onClick={() => go({ view: address.view, tenant: undefined, log: undefined, filter: {} })}
      >
        Open what is {user.tenant}’s
      </button>
    </Notice>
  );
}
