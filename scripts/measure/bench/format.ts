import { formatTable } from '../../terminal/table.js';
import type { Measured, Spread } from './rounds.js';
import { isMet, type SuiteResult } from './suite.js';

/** A suite's result for a terminal: a table a kind of figures, then the goals. */
export function formatResult({ title, measured, goals, notes }: SuiteResult): string {
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
  const verdicts = goals.map((goal) => {
    const bound =
      'atLeast' in goal.goal ? `at least ${goal.goal.atLeast}` : `at most ${goal.goal.atMost}`;
    return `${goal.what}: ${goal.ratio.toFixed(2)} (${bound}): ${isMet(goal) ? 'met' : 'MISSED'}`;
  });
  return ['', title, ...tables, ...verdicts, ...notes].join('\n');
}

/** The median, the least and the most, and the ratio to the first contender in the same round. */
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
