/** Everything about a kind outside its detector. */
interface Kind {
  /** Whether it is detected by default. */
  on: boolean;
  /** The name under which events and metrics count it: kinds that few switch on share one. */
  counted: string;
  /** What two values must have in common to get the same keyed hash. */
  compared: 'exactly' | 'letters' | 'characters';
}

/**
 * What can be detected, most certain first: if two findings are equally long, the first kind
 * decides what becomes of both. To add a kind, add an entry here and a file in `redact/detectors/`.
 */
export const KINDS = {
  secret: { on: true, counted: 'secret', compared: 'exactly' },
  email: { on: true, counted: 'email', compared: 'letters' },
  iban: { on: true, counted: 'iban', compared: 'characters' },
  card: { on: true, counted: 'card', compared: 'characters' },
  ssn: { on: true, counted: 'ssn', compared: 'characters' },
  ip: { on: true, counted: 'ip', compared: 'letters' },
  // Hardware addresses identify machines, not people.
  mac: { on: false, counted: 'mac', compared: 'characters' },
  // Numbers that a state or a firm issues to a person; those with the strictest checks first.
  uk_nino: { on: false, counted: 'identity', compared: 'characters' },
  it_fiscal_code: { on: false, counted: 'identity', compared: 'characters' },
  fr_nir: { on: false, counted: 'identity', compared: 'characters' },
  br_cpf: { on: false, counted: 'identity', compared: 'characters' },
  br_cnpj: { on: false, counted: 'identity', compared: 'characters' },
  es_nif: { on: false, counted: 'identity', compared: 'characters' },
  in_pan: { on: false, counted: 'identity', compared: 'characters' },
  de_tax_id: { on: false, counted: 'identity', compared: 'characters' },
  pl_pesel: { on: false, counted: 'identity', compared: 'characters' },
  in_aadhaar: { on: false, counted: 'identity', compared: 'characters' },
  uk_nhs: { on: false, counted: 'identity', compared: 'characters' },
  ca_sin: { on: false, counted: 'identity', compared: 'characters' },
  au_tfn: { on: false, counted: 'identity', compared: 'characters' },
  au_medicare: { on: false, counted: 'identity', compared: 'characters' },
  us_itin: { on: false, counted: 'identity', compared: 'characters' },
  us_ein: { on: false, counted: 'identity', compared: 'characters' },
  passport: { on: false, counted: 'identity', compared: 'characters' },
  birth_date: { on: false, counted: 'identity', compared: 'characters' },
  home_user: { on: false, counted: 'identity', compared: 'letters' },
  phone: { on: true, counted: 'phone', compared: 'characters' },
} as const satisfies Record<string, Kind>;

/**
 * What replaces a finding: `[REDACTED]`; `[REDACTED:email]`; a hash keyed by tenant,
 * `[email:c3f9a0d1b2e4]`, which shows that two logs mention the same one; the last four digits,
 * `[card:****1111]`.
 */
export const MARKER_STYLES = ['plain', 'kind', 'hash', 'last4'] as const;

export type MarkerStyle = (typeof MARKER_STYLES)[number];

export type RedactionKind = keyof typeof KINDS;

/** Kinds of personal identity numbers, each specific to some countries. */
export type IdentityKind = {
  [K in RedactionKind]: (typeof KINDS)[K]['counted'] extends 'identity' ? K : never;
}[RedactionKind];

/** The names of the counts; `own` for findings of tenants' own patterns, whatever their names. */
export type CountedKind = (typeof KINDS)[RedactionKind]['counted'] | 'own';

// The table's keys are exactly its type's.
// oxlint-disable-next-line no-unsafe-type-assertion
export const REDACTION_KINDS = Object.keys(KINDS) as [RedactionKind, ...RedactionKind[]];

export const IDENTITY_KINDS: readonly IdentityKind[] = REDACTION_KINDS.filter(
  (kind): kind is IdentityKind => KINDS[kind].counted === 'identity',
);

/** The name under which a kind is counted; a tenant's own pattern can have any name. */
export function countedAs(kind: string): CountedKind {
  return isKind(kind) ? KINDS[kind].counted : 'own';
}

export function isKind(name: string): name is RedactionKind {
  return Object.hasOwn(KINDS, name);
}

/** One value for each kind, made from its name. */
export function byKind<T>(make: (kind: RedactionKind) => T): Record<RedactionKind, T> {
  // One entry per kind.
  // oxlint-disable-next-line no-unsafe-type-assertion
  return Object.fromEntries(REDACTION_KINDS.map((kind) => [kind, make(kind)])) as Record<
    RedactionKind,
    T
  >;
}
