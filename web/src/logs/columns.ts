import { useState } from 'preact/hooks';

import { visitScalars } from '../../../functions/src/search/fields.js';
import type { Log } from '../documents/log.js';
import { readStored, writeStored } from '../parts/stored.js';

/** More would leave no room for the text. */
export const MAX_COLUMNS = 4;

/** The attributes that a reader shows as columns of a tenant's list, kept in this browser. */
export function useColumns(tenant: string): [readonly string[], (name: string) => void] {
  const key = `columns/${tenant}`;
  const [columns, setColumns] = useState(() => readColumns(readStored(key)));
  const toggle = (name: string) => {
    const next = toggleColumn(columns, name);
    writeStored(key, next);
    setColumns(next);
  };
  return [columns, toggle];
}

export function readColumns(stored: unknown): string[] {
  if (!Array.isArray(stored)) return [];
  return stored.filter((name) => typeof name === 'string').slice(0, MAX_COLUMNS);
}

/** Adds a column, dropping the first if there are too many; or removes it if it was shown. */
export function toggleColumn(columns: readonly string[], name: string): string[] {
  if (columns.includes(name)) return columns.filter((one) => one !== name);
  return [...columns, name].slice(-MAX_COLUMNS);
}

/** A column's text: the values of the attribute with this path, several side by side. */
export function columnValue({ attributes }: Log, name: string): string {
  const values: string[] = [];
  if (attributes !== undefined) {
    visitScalars(attributes, (path, value) => {
      if (path === name) values.push(String(value));
      return values.length < 5;
    });
  }
  return values.join(', ').slice(0, 200);
}
