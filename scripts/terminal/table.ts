import Table from 'cli-table3';

/** A table for a terminal, without colours. */
export function formatTable(head: string[], rows: string[][]): string {
  const table = new Table({ head, style: { head: [], border: [] }, wordWrap: true });
  table.push(...rows);
  return table.toString();
}
