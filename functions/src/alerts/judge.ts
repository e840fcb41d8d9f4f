import type { AlertCondition } from '../contract/alert.js';
import { ABSENCE, type Firing, type Known, type Verdict } from './store.js';

/**
 * Decides whether counted logs make an alert fire now. The time of receipt decides whether a log
 * falls into a quiet time: a late or redelivered log causes no second notice for a time that had
 * one.
 */
export function judgeCount(known: Known, condition: AlertCondition, wanted: Firing): Verdict {
  const { alert, state } = known;
  if (!isSame(alert.condition, condition)) return { kind: 'changed', condition: alert.condition };
  if (state?.isSent === false && state.firedBy.some((name) => wanted.by.includes(name))) {
    return { kind: 'resend', state };
  }
  const quiet = quietOf(known);
  return wanted.to < quiet.until || known.now < quiet.until ? quiet : wanted;
}

/** Decides whether an alert on the absence of logs fires now. */
export function judgeAbsence(known: Known): Verdict {
  const { alert, state, absence, now } = known;
  const { condition } = alert;
  if (condition.kind !== 'none') return { kind: 'changed', condition };
  if (state?.isSent === false && state.firedBy.includes(ABSENCE)) return { kind: 'resend', state };
  if (absence === undefined || now < absence.dueAt) return { kind: 'early' };
  const quiet = quietOf(known);
  if (now < quiet.until) return quiet;
  return { kind: 'fires', by: [ABSENCE], count: 0, from: absence.since, to: now, lines: [] };
}

function quietOf({ alert, state }: Known) {
  const silenced = alert.silenced_until === undefined ? 0 : alert.silenced_until.seconds * 1000;
  return {
    kind: 'quiet',
    until: Math.max(state?.quietUntil ?? 0, silenced),
    countedTo: state?.countedTo ?? 0,
    isSent: state?.isSent ?? true,
  } as const;
}

function isSame(a: AlertCondition, b: AlertCondition): boolean {
  if (a.kind === 'none' || b.kind === 'none') return a.kind === b.kind && a.minutes === b.minutes;
  return a.matches === b.matches && a.minutes === b.minutes;
}
