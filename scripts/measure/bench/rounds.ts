/** Figures of one contender in one round, by name. */
export type Figures = Readonly<Record<string, number>>;

export interface Contender {
  name: string;
  measure: () => Promise<Figures>;
}

/** A figure over all rounds. */
export interface Spread {
  median: number;
  min: number;
  max: number;
}

export interface Measured {
  name: string;
  figures: Record<string, Spread>;
  /** To the first contender, round by round, so that a machine's drift cancels out. */
  ratios: Record<string, Spread>;
}

/**
 * Measures all contenders in turn, A B C A B C …; the others are compared with the first. A
 * warm-up round comes first and is not counted, since code runs slowly until it is compiled.
 */
export async function inTurn(
  contenders: readonly Contender[],
  rounds: number,
  onStep: (step: string) => void,
): Promise<Measured[]> {
  const runs = contenders.map((): Figures[] => []);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, { name, measure }] of contenders.entries()) {
      onStep(round === 0 ? `warming up: ${name}` : `round ${round} of ${rounds}: ${name}`);
      const figures = await measure();
      if (round > 0) runs[index]?.push(figures);
    }
  }
  const floor = runs[0] ?? [];
  return contenders.map(({ name }, index) => {
    const own = runs[index] ?? [];
    return {
      name,
      figures: spreads(own),
      ratios: spreads(own.map((figures, round) => divide(figures, floor[round] ?? {}))),
    };
  });
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => sorted[index] ?? NaN;
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    min: at(0),
    max: at(sorted.length - 1),
  };
}

/** The median of the ratios to the first contender; NaN if it was not measured. */
export function ratioOf(measured: Measured | undefined, figure: string): number {
  return measured?.ratios[figure]?.median ?? NaN;
}

/** The ratio to another contender: of medians, since rounds are compared only with the first. */
export function ratioTo(
  measured: Measured | undefined,
  other: Measured | undefined,
  figure: string,
): number {
  return (measured?.figures[figure]?.median ?? NaN) / (other?.figures[figure]?.median ?? NaN);
}

function spreads(runs: readonly Figures[]): Record<string, Spread> {
  const names = Object.keys(runs[0] ?? {});
  return Object.fromEntries(
    names.map((name) => [name, spreadOf(runs.map((figures) => figures[name] ?? NaN))]),
  );
}

function divide(figures: Figures, by: Figures): Figures {
  return Object.fromEntries(
    Object.entries(figures).map(([name, value]) => [name, value / (by[name] ?? NaN)]),
  );
}
