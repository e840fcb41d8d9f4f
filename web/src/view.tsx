import type { View as Name } from './address.js';
import { ApiKeysView } from './api-keys/api-keys-view.js';
import { useReader } from './context.js';
import { DeadLettersView } from './dead-letters/dead-letters-view.js';
import { LogsView } from './logs/logs-view.js';

const VIEWS = {
  logs: LogsView,
  'dead-letters': DeadLettersView,
  'api-keys': ApiKeysView,
} satisfies Record<Name, () => unknown>;

/** What the address names. */
export function View() {
  const Named = VIEWS[useReader().address.view];
  return <Named />;
}
