import { formatTable } from '../../terminal/table.js';
import type { Estimate } from './model.js';
import { levers, type WhatIf } from './what-ifs.js';
import type { Workload } from './workload.js';

const SHOWN_LEVERS = 5;

const dollars = (usd: number) => usd.toFixed(usd < 10 ? 3 : 2);
const count = (value: number) =>
  value.toLocaleString('en', { maximumFractionDigits: value < 100 ? 2 : 0 });

export function printEstimate(workload: Workload, result: Estimate, changed: WhatIf[]): void {
  const { lines, sizes, instances, usdPerMonth, usdPerMillion } = result;
  const perMillion = (usd: number) => dollars((usd / workload.logsPerMonth) * 1e6);
  const share = (usd: number) =>
    usdPerMonth === 0 ? '0 %' : `${((usd / usdPerMonth) * 100).toFixed(1)} %`;

  console.log(
    `${count(workload.logsPerMonth)} logs a month of ${workload.bytes} bytes, ${workload.batch} a request, ${workload.tenants} tenants.`,
  );
  console.log(
    `A log stored: ${count(sizes.documents)} bytes in ${sizes.documentCount} document(s), ${sizes.indexEntries} index entries of ${count(sizes.indexes)} bytes. A request: ${sizes.messages} message(s) of ${count(sizes.message)} bytes. Instances billed on average: ingest ${count(instances.ingest)}, processLogs ${count(instances.worker)}.`,
  );
  const saved = levers(changed, result).slice(0, SHOWN_LEVERS);
  console.log(
    saved.length === 0
      ? 'Nothing of what is tried below saves more than a hundredth.'
      : `What saves most, in dollars a month: ${saved.map(({ name, usd }) => `${name}, ${dollars(usd)}`).join('; ')}.`,
  );
  console.log(
    formatTable(
      ['service', 'what', 'a month', 'unit', '$ a month', '$ per million logs', 'share'],
      [
        ...lines
          .filter(({ quantity }) => quantity > 0)
          .map(({ service, item, quantity, unit, usd }) => [
            service,
            item,
            count(quantity),
            unit,
            dollars(usd),
            perMillion(usd),
            share(usd),
          ]),
        ['all', '', '', '', dollars(usdPerMonth), dollars(usdPerMillion), share(usdPerMonth)],
      ],
    ),
  );
  console.log(
    formatTable(
      ['what if', '$ per million logs', 'change', 'index entries', 'bytes stored a log'],
      changed.map(({ name, estimate: { usdPerMillion: usd, sizes: size }, changePercent }) => [
        name,
        dollars(usd),
        `${changePercent >= 0 ? '+' : ''}${changePercent.toFixed(1)} %`,
        String(size.indexEntries),
        count(size.documents + size.indexes),
      ]),
    ),
  );
}
