/**
 * One field of an event: what it holds, for the compiler and for a person. A field with `values`
 * has one of a bounded set and may be a metric's label; a number may be what a metric extracts.
 */
export interface Field {
  type: 'string' | 'integer';
  meaning: string;
  /** All that it can be, where that is a bounded set. */
  values?: readonly string[];
  /** Of a number: `ms`, `By` (bytes) or `1` (a count), as UCUM writes them. */
  unit?: 'ms' | 'By' | '1';
  /** Left out where it is not known or does not apply. */
  optional?: true;
}

/** What a field holds, as a type. */
export type ValueOf<F extends Field> = F extends { values: readonly (infer V)[] }
  ? V
  : F['type'] extends 'integer'
    ? number
    : string;

/** The fields of an event, as the type of an object. */
export type ValuesOf<Fields extends Readonly<Record<string, Field>>> = {
  readonly [
    Name in keyof Fields as Fields[Name] extends { optional: true } ? never : Name
  ]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Fields[Name] extends { optional: true } ? Name : never]?:
    ValueOf<Fields[Name]> | undefined;
};

/** An id or a name: free, so no metric's label. */
export const text = (meaning: string) => ({ type: 'string', meaning }) as const;

/** One of a bounded set. */
export const oneOf = <const V extends string>(values: readonly V[], meaning: string) =>
  ({ type: 'string', meaning, values }) as const;

export const count = (meaning: string) => ({ type: 'integer', unit: '1', meaning }) as const;
export const bytes = (meaning: string) => ({ type: 'integer', unit: 'By', meaning }) as const;
export const milliseconds = (meaning: string) =>
  ({ type: 'integer', unit: 'ms', meaning }) as const;

export const optional = <const F extends Field>(field: F): F & { readonly optional: true } => ({
  ...field,
  optional: true,
});
