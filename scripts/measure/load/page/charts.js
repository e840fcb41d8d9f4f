// Runs in the report's page, where uPlot and the report stand beside it.
/* global document, uPlot, window */
(() => {
  const report = JSON.parse(document.getElementById('report').textContent);
  const { timeline, distribution } = report;
  const COLOURS = ['#0969da', '#cf222e', '#bf8700', '#8250df', '#1a7f37', '#57606a', '#bc4c00'];
  const width = Math.min(920, window.innerWidth - 32);
  const at = timeline.map((second) => second.at);
  const seconds = { label: 'second', value: (_, value) => value };
  const linear = { x: { time: false } };

  const line = (label, index, more = {}) => ({
    label,
    stroke: COLOURS[index % COLOURS.length],
    width: 1.5,
    // A run of one second has one point.
    points: { show: timeline.length < 3 },
    spanGaps: false,
    ...more,
  });

  const chart = (id, series, data, more = {}) =>
    new uPlot(
      { width, height: 260, scales: linear, series, ...more },
      data,
      document.getElementById(id),
    );

  chart(
    'latency',
    [seconds, line('p50', 0), line('p99', 2), line('max', 1)],
    [at, ...['p50', 'p99', 'max'].map((name) => timeline.map((second) => second[name] ?? null))],
  );

  // By how many nines: the tail is what matters, and a linear axis would hide it.
  const nines = (percentile) => -Math.log10(1 - Math.min(percentile, 99.995) / 100);
  const ticks = [0, 50, 90, 99, 99.9, 99.99];
  chart(
    'distribution',
    [
      { label: 'percentile', value: (_, value) => value && (100 - 100 / 10 ** value).toFixed(2) },
      line('latency', 0, { points: { show: true } }),
    ],
    [distribution.map(({ percentile }) => nines(percentile)), distribution.map(({ ms }) => ms)],
    {
      axes: [
        { splits: () => ticks.map(nines), values: () => ticks.map((tick) => `${tick} %`) },
        {},
      ],
    },
  );

  const outcomes = [...new Set(timeline.flatMap((second) => Object.keys(second.outcomes)))];
  chart(
    'outcomes',
    [seconds, ...outcomes.map((outcome, index) => line(outcome, index))],
    [at, ...outcomes.map((outcome) => timeline.map((second) => second.outcomes[outcome] ?? 0))],
  );

  chart(
    'throughput',
    [seconds, line('due', 5), line('answered', 0), line('failed', 1), line('in flight', 2)],
    [
      at,
      ...['due', 'answered', 'failed', 'inFlight'].map((name) =>
        timeline.map((second) => second[name]),
      ),
    ],
  );
})();
