import { logFailure } from '../telemetry/log.js';
import type { StartWatch, Watch } from './process-message.js';

/** A bug of ours in the code that watches logs must not stop them from being stored. */
export function watchSafely(start: StartWatch): StartWatch {
  return (envelope, tenant, origin) => {
    const attempt = <T>(work: () => T): T | undefined => {
      try {
        return work();
      } catch (error) {
        logFailure('alerts_not_matched', error, { tenant_id: envelope.tenant_id }, origin);
        return undefined;
      }
    };
    const watch: Watch | undefined = attempt(() => start(envelope, tenant, origin));
    return (
      watch && {
        onStored: (log) => attempt(() => watch.onStored(log)),
        prepareReport: () => attempt(() => watch.prepareReport()),
      }
    );
  };
}
