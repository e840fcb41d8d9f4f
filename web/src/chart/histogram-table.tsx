import type { Histogram } from './count-histogram.js';

/** The bars as a table, for readers who cannot see them. */
export function HistogramTable({ histogram: { bars } }: { histogram: Histogram }) {
  return (
    <div class="visually-hidden">
      <table>
        <caption>Logs over time</caption>
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col">Below warning</th>
            <th scope="col">Warning</th>
            <th scope="col">Error or worse</th>
          </tr>
        </thead>
        <tbody>
          {bars.map(({ from, to, levels }) => (
            <tr key={from}>
              <th scope="row">
                <time dateTime={new Date(from).toISOString()} data-to={new Date(to).toISOString()}>
                  {new Date(from).toLocaleString()}
                </time>
              </th>
              <td>{levels[0]}</td>
              <td>{levels[1]}</td>
              <td>{levels[2]}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
