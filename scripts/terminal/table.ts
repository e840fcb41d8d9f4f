import Table from 'cli-table3';

/** A table for a terminal, without colours; `compact` has no lines between the rows. */
export function formatTable(head: string[], rows: string[][], compact = false): string {
  const table = new Table({ head, style: { head: [], border: [], compact }, wordWrap: true });
  table.push(...rows);
  return table.toString();
}
