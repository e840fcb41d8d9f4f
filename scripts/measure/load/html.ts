import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { formatReport } from './print-report.js';
import type { Report } from './report.js';

const require = createRequire(import.meta.url);

/** The report as one self-contained page: charts, library and figures, with nothing to fetch. */
export function renderHtml(report: Report): string {
  const uplot = readFileSync(require.resolve('uplot/dist/uPlot.iife.min.js'), 'utf8');
  const style = readFileSync(require.resolve('uplot/dist/uPlot.min.css'), 'utf8');
  const charts = readFileSync(new URL('./page/charts.js', import.meta.url), 'utf8');
  const { settings, startedAt, target, machine, ok } = report;
  const title = `Load test: ${settings.requestsPerMinute} requests a minute`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<title>${escape(title)}</title>
<style>${style}
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 960px; margin: 2rem auto; padding: 0 1rem; background: #fff; color: #222; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; margin-top: 2rem; }
pre { overflow-x: auto; font-size: 12px; line-height: 1.3; }
.ok { color: #1a7f37; } .bad { color: #cf222e; }
</style>
</head>
<body>
<h1>${escape(title)}</h1>
<p><strong class="${ok ? 'ok">No error' : 'bad">Not without errors'}</strong>: ${escape(target)}, ${escape(startedAt)}, ${settings.durationSeconds} s, ${settings.tenants} tenants, ${escape(settings.mix.join(', '))}; sent from ${escape(machine.host)} (${machine.cpus} × ${escape(machine.cpu)}, Node ${escape(machine.node)}, load average ${machine.loadAverage.join(' ')}).</p>
<h2>Latency over time, in milliseconds</h2><div id="latency"></div>
<h2>Distribution of the latency, in milliseconds</h2><div id="distribution"></div>
<h2>Answers a second, by status</h2><div id="outcomes"></div>
<h2>Requests a second, and in flight</h2><div id="throughput"></div>
<h2>Figures</h2>
<pre>${escape(formatReport(report))}</pre>
<script type="application/json" id="report">${JSON.stringify(report).replaceAll('<', '\\u003c')}</script>
<script>${uplot}</script>
<script>${charts}</script>
</body>
</html>
`;
}

function escape(text: string): string {
  const entities: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
  };
  return text.replaceAll(/[&<>"]/g, (character) => entities[character] ?? character);
}
