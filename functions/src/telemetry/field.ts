/**
 * One field of an event: what it holds, for the compiler and for people. A field with `values`
 * takes one of a bounded set and may be a metric's label; a metric may extract a number.
 */
export interface Field {
  type: 'string' | 'integer';
  meaning: string;
  /** Its possible values, if they form a bounded set. */
  values?: readonly string[];
  /** The unit of a number: `ms`, `By` (bytes) or `1` (a count), in UCUM notation. */
  unit?: 'ms' | 'By' | '1';
  /** Omitted if unknown or not applicable. */
  optional?: true;
}

/** The type of a field's value. */
export type ValueOf<F extends Field> = F extends { values: readonly (infer V)[] }
  ? V
  : F['type'] extends 'integer'
    ? number
    : string;

/** The fields of an event as an object type. */
export type ValuesOf<Fields extends Readonly<Record<string, Field>>> = {
  readonly [
    Name in keyof Fields as Fields[Name] extends { optional: true } ? never : Name
  ]: ValueOf<Fields[Name]>;
} & {
  readonly [Name in keyof Fields as Fields[Name] extends { optional: true } ? Name : never]?:
    ValueOf<Fields[Name]> | undefined;
};

/** An id or a name: unbounded, so never a metric's label. */
export const text = (meaning: string) => ({ type: 'string', meaning }) as const;

/** One value of a bounded set. */
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
