import type { View as Name } from './address.js';
import { AlertsView } from './alerts/alerts-view.js';
import { ApiKeysView } from './api-keys/api-keys-view.js';
import { useReader } from './context.js';
import { DeadLettersView } from './dead-letters/dead-letters-view.js';
import { LogsView } from './logs/logs-view.js';

const VIEWS = {
  logs: LogsView,
  alerts: AlertsView,
  'dead-letters': DeadLettersView,
  'api-keys': ApiKeysView,
} satisfies Record<Name, () => unknown>;

/** The view that the address names. */
export function View() {
  const Named = VIEWS[useReader().address.view];
  return <Named />;
}
