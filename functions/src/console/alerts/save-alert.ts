import { randomUUID } from 'node:crypto';

import type { CheckTarget } from '../../contract/alert.js';
import {
  type SaveAlertInput,
  saveAlertInput,
  type SaveAlertOutput,
  type TargetInput,
} from '../../contract/console-alerts.js';
import { MAX_ALERTS } from '../../limits.js';
import { describeQueryError, parseQuery } from '../../search/parse-query.js';
import type { Action } from '../call.js';
import { Refusal, type RequireActive } from '../refusal.js';
import type { AlertAdmin, StoredTarget } from './store.js';

export interface SaveAlertDeps {
  requireActive: RequireActive;
  store: Pick<AlertAdmin, 'save'>;
  checkTarget: CheckTarget;
}

/** Creates an alert for the caller's tenant, or changes one. */
export function createSaveAlert({
  requireActive,
  store,
  checkTarget,
}: SaveAlertDeps): Action<SaveAlertInput, SaveAlertOutput> {
  return {
    input: saveAlertInput,
    async run(tenantId, { alert_id, targets: sent, ...alert }) {
      checkQuery(alert);
      await requireActive(tenantId);
      const targets = await Promise.all(sent.map(toTarget));
      const saved = await store.save(tenantId, alert_id, { ...alert, targets });
      switch (saved.kind) {
        case 'saved':
          break;
        case 'no_tenant':
          throw new Refusal(
            'failed-precondition',
            'The tenant is not set up yet: ask the operator of the gateway.',
          );
        case 'too_many':
          throw new Refusal('failed-precondition', TOO_MANY);
        case 'no_alert':
          throw noSuchAlert();
        case 'no_target': {
          const at = sent.findIndex((target) => 'id' in target && target.id === saved.id);
          throw new Refusal('invalid-argument', `targets.${at}: the alert has no such target.`);
        }
      }
      const secrets = new Map(targets.map((target) => [target.id, newSecretOf(target)]));
      return {
        alert_id: saved.alertId,
        targets: saved.targets.map((target) => {
          const secret = secrets.get(target.id);
          return Object.assign({}, target, secret !== undefined && { secret });
        }),
      };
    },
  };

  async function toTarget(sent: TargetInput, at: number): Promise<StoredTarget | { id: string }> {
    if ('id' in sent) return sent;
    const checked = await checkTarget(sent);
    if (!checked.ok) throw new Refusal('invalid-argument', `targets.${at}: ${checked.detail}`);
    const { label, secret } = checked;
    return { id: randomUUID(), kind: secret.kind, label, secret };
  }
}

function checkQuery({ query, condition }: Pick<SaveAlertInput, 'query' | 'condition'>): void {
  const parsed = parseQuery(query);
  if (!parsed.ok) {
    throw new Refusal('invalid-argument', `query: ${describeQueryError(parsed.error)}`);
  }
  if (parsed.query.kind === 'all' && condition.kind === 'count') {
    throw new Refusal(
      'invalid-argument',
      'query: must not match every log: say which ones to count.',
    );
  }
}

function newSecretOf(target: StoredTarget | { id: string }): string | undefined {
  if (!('secret' in target) || target.secret.kind !== 'webhook') return undefined;
  return target.secret.secrets[0]?.secret;
}

export const noSuchAlert = () => new Refusal('not-found', 'There is no such alert.');

const TOO_MANY = `There are ${MAX_ALERTS} alerts already: delete one first.`;
