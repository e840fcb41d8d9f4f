import type { SaveAlertInput } from '../../../functions/src/contract/console-alerts.js';
import type { Alert } from '../../../functions/src/contract/alert.js';
import { OperatorError } from '../../terminal/operator-error.js';

type Target = SaveAlertInput['targets'][number];

/** An alert as given by the options of `create` and `change`; absent ones leave it unchanged. */
export interface AlertOptions {
  name?: string;
  query?: string;
  matches?: number;
  minutes?: number;
  noneFor?: number;
  quiet?: number;
  webhook?: string[];
  slack?: string[];
  discord?: string[];
  teams?: string[];
  pagerduty?: string[];
  email?: string[];
  removeTarget?: string[];
}

/** The input of `saveAlert`, which validates it, from the options and the current alert. */
export function toSaveInput(
  options: AlertOptions,
  before?: Alert & { id: string },
): SaveAlertInput {
  return {
    ...(before !== undefined && { alert_id: before.id }),
    name: options.name ?? before?.name ?? '',
    query: options.query ?? before?.query ?? '',
    condition: toCondition(options, before?.condition),
    quiet_minutes: options.quiet ?? before?.quiet_minutes ?? 60,
    targets: [...keptTargets(options, before), ...newTargets(options)],
  };
}

function keptTargets({ removeTarget = [] }: AlertOptions, before: Alert | undefined): Target[] {
  const unknown = removeTarget.find((id) => !before?.targets.some((target) => target.id === id));
  if (unknown !== undefined) {
    throw new OperatorError(
      `The alert has no target ${unknown}: \`list\` shows those that it has.`,
    );
  }
  const kept = (before?.targets ?? []).filter(({ id }) => !removeTarget.includes(id));
  return kept.map(({ id }) => ({ id }));
}

function toCondition(
  { matches, minutes, noneFor }: AlertOptions,
  before: Alert['condition'] | undefined,
): SaveAlertInput['condition'] {
  const isCount = matches !== undefined || minutes !== undefined;
  if (noneFor !== undefined) {
    if (isCount) {
      throw new OperatorError(
        '--none-for cannot be combined with --matches or --minutes: choose one or the other.',
      );
    }
    return { kind: 'none', minutes: noneFor };
  }
  if (before?.kind === 'none') {
    if (!isCount) return before;
    if (matches === undefined) {
      throw new OperatorError(
        'The alert waits for a time without a log: change that time with --none-for, or add --matches to count logs instead.',
      );
    }
  }
  const { matches: wanted = 1, minutes: within = 5 } = before?.kind === 'count' ? before : {};
  return { kind: 'count', matches: matches ?? wanted, minutes: minutes ?? within };
}

function newTargets(options: AlertOptions): Target[] {
  const withUrl = (['webhook', 'slack', 'discord', 'teams'] as const).flatMap((kind) =>
    (options[kind] ?? []).map((url) => ({ kind, url })),
  );
  return [
    ...withUrl,
    ...(options.pagerduty ?? []).map((routing_key) => ({
      kind: 'pagerduty' as const,
      routing_key,
    })),
    ...(options.email ?? []).map((address) => ({ kind: 'email' as const, address })),
  ];
}
