import { formatTable } from '../../terminal/table.js';
import type { Measured, Spread } from './rounds.js';
import { type Goal, isMet, type SuiteResult } from './suite.js';

/**
 * A suite's result for a terminal: a table per kind of figure, then the goals; on a busy machine
 * without verdicts, since its figures include other processes.
 */
export function formatResult(
  { title, measured, goals, notes }: SuiteResult,
  isJudged: boolean,
): string {
  const tables = groupByFigures(measured).map((group) => {
    const names = Object.keys(group[0]?.figures ?? {});
    return formatTable(
      ['', ...names],
      group.map(({ name, figures, ratios }) => [
        name,
        ...names.map((figure) => cell(figures[figure], ratios[figure])),
      ]),
    );
  });
  const verdicts = goals.map((goal) => formatGoal(goal, isJudged));
  return ['', title, ...tables, ...verdicts, ...notes].join('\n');
}

export function formatGoal(goal: Goal, isJudged: boolean): string {
  const bound =
    'atLeast' in goal.goal
      ? `at least ${round(goal.goal.atLeast)}`
      : `at most ${round(goal.goal.atMost)}`;
  const verdict = isJudged ? (isMet(goal) ? ': met' : ': MISSED') : '';
  return `${goal.what}: ${round(goal.ratio)} (${bound})${verdict}`;
}

/** The median, minimum and maximum, and the ratio to the first contender in the same round. */
function cell(figure: Spread | undefined, ratio: Spread | undefined): string {
  if (figure === undefined) return '';
  const { median, min, max } = figure;
  const spread = min === max ? '' : `\n${round(min)} – ${round(max)}`;
  return `${round(median)}${spread}${ratio === undefined ? '' : `\n× ${ratio.median.toFixed(2)}`}`;
}

function round(value: number): string {
  return Number.isNaN(value) ? '–' : String(Number(value.toPrecision(3)));
}

function groupByFigures(measured: readonly Measured[]): Measured[][] {
  const groups = new Map<string, Measured[]>();
  for (const item of measured) {
    const key = Object.keys(item.figures).join();
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()];
}
