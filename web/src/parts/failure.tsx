import { useReader } from '../context.js';
import { describeFailure, firebaseCode } from '../firebase/errors.js';
import { refreshClaims } from '../firebase/session.js';
import { Notice } from './notice.js';

interface FailureProps {
  error: unknown;
  /** What could not be read, such as `The logs`. */
  what: string;
  /** Whether only admins may read it, in case the rules refuse the reader's own tenant. */
  onlyAdmins?: boolean;
  onRetry: () => void;
}

/** Explains why something cannot be shown, and what the reader can do. */
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
          ? `${what} may contain personal data, so only admins of ${tenant} can see them. Ask your operator for the role, then try again.`
          : `You have no access to ${tenant}. It may have been revoked. Try again, or ask your operator.`}
      </p>
      {retry}
    </Notice>
  );
}

/** Shown to a reader who followed a link to another tenant. */
export function AnotherTenant() {
  const { user, tenant, address, go } = useReader();
  return (
    <Notice kind="alert" title="This belongs to another tenant">
      <p>
        The address belongs to <b>{tenant}</b>. You can read <b>{user.tenant}</b> only.
      </p>
      <button
        type="button"
        class="button primary"
        onClick={() => go({ view: address.view, tenant: undefined, log: undefined, filter: {} })}
      >
        Open {user.tenant}
      </button>
    </Notice>
  );
}
