import { ApiKeysView } from './api-keys/api-keys-view.js';
import { useReader } from './context.js';
import { DeadLettersView } from './dead-letters/dead-letters-view.js';
import { LogsView } from './logs/logs-view.js';

/** What the address names. */
export function View() {
  switch (useReader().address.view) {
    case 'logs':
      return <LogsView />;
    case 'dead-letters':
      return <DeadLettersView />;
    case 'api-keys':
      return <ApiKeysView />;
  }
}
