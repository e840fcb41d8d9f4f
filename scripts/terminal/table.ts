import Table from 'cli-table3';

import { visible } from './visible.js';

/** A table for a terminal, without colours; `compact` has no lines between the rows. */
export function formatTable(head: string[], rows: string[][], compact = false): string {
  const table = new Table({ head, style: { head: [], border: [], compact }, wordWrap: true });
  // Before layout: invisible characters have no width.
  table.push(...rows.map((row) => row.map(visible)));
  return table.toString();
}
