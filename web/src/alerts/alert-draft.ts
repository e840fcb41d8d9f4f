import type { SaveAlertInput } from '../../../functions/src/contract/console-alerts.js';
import type { Alert, TargetKind } from '../documents/alert.js';

/** A target that the alert already has, or a new one. */
export type TargetDraft =
  | { key: string; id: string; kind: TargetKind; label: string }
  | { key: string; kind: TargetKind; address: string };

/** An alert being edited; numbers are kept as typed. */
export interface AlertDraft {
  /** Absent: a new alert. */
  id?: string;
  name: string;
  query: string;
  kind: 'count' | 'none';
  matches: string;
  minutes: string;
  quietMinutes: string;
  targets: TargetDraft[];
}

let made = 0;

export function newTarget(kind: TargetKind = 'webhook'): TargetDraft {
  made += 1;
  return { key: `new-${made}`, kind, address: '' };
}

export function newDraft(query = ''): AlertDraft {
  return {
    name: '',
    query,
    kind: 'count',
    matches: '1',
    minutes: '5',
    quietMinutes: '60',
    targets: [newTarget()],
  };
}

export function draftOf({ id, name, query, condition, quiet_minutes, targets }: Alert): AlertDraft {
  return {
    id,
    name,
    query,
    kind: condition.kind,
    matches: condition.kind === 'count' ? String(condition.matches) : '1',
    minutes: String(condition.minutes),
    quietMinutes: String(quiet_minutes),
    targets: targets.map((target) => ({ ...target, key: target.id })),
  };
}

/** The input for the function `saveAlert`, which validates it; the form only requires numbers. */
export function toInput(draft: AlertDraft): SaveAlertInput {
  const minutes = Number(draft.minutes);
  return {
    ...(draft.id !== undefined && { alert_id: draft.id }),
    name: draft.name.trim(),
    query: draft.query.trim(),
    condition:
      draft.kind === 'none'
        ? { kind: 'none', minutes }
        : { kind: 'count', matches: Number(draft.matches), minutes },
    quiet_minutes: Number(draft.quietMinutes),
    targets: draft.targets.map(toTargetInput),
  };
}

function toTargetInput(target: TargetDraft): SaveAlertInput['targets'][number] {
  if ('id' in target) return { id: target.id };
  const { kind } = target;
  const address = target.address.trim();
  if (kind === 'pagerduty') return { kind, routing_key: address };
  return kind === 'email' ? { kind, address } : { kind, url: address };
}

/** Translates an error of `saveAlert` into the form's field names. */
export function describeFault(message: string): string {
  return message.replace(/^targets\.(\d+): /, (_, index) => `Target ${Number(index) + 1} `);
}
