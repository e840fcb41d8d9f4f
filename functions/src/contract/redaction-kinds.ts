/** All that is said of a kind outside its detector. */
interface Kind {
  /** Whether it is looked for where no setting says. */
  on: boolean;
  /** Under which name it is counted in events and metrics: kinds that few switch on share one. */
  counted: string;
  /** What of two values has to be the same for a keyed hash to be the same. */
  compared: 'exactly' | 'letters' | 'characters';
}

/**
 * What can be found, most certain first: where two findings are as long, the first kind names what
 * becomes of both. A further kind is an entry here and one more file in `redact/detectors/`.
 */
export const KINDS = {
  secret: { on: true, counted: 'secret', compared: 'exactly' },
  email: { on: true, counted: 'email', compared: 'letters' },
  iban: { on: true, counted: 'iban', compared: 'characters' },
  card: { on: true, counted: 'card', compared: 'characters' },
  ssn: { on: true, counted: 'ssn', compared: 'characters' },
  ip: { on: true, counted: 'ip', compared: 'letters' },
  // Hardware addresses name machines and not people.
  mac: { on: false, counted: 'mac', compared: 'characters' },
  // What a state or a firm gives to a person; those with the strictest checks first.
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
 * What stands in the place of a finding: `[REDACTED]`; `[REDACTED:email]`; a hash keyed by tenant,
 * `[email:c3f9a0d1b2e4]`, which tells that two logs speak of one; the last four digits,
 * `[card:****1111]`.
 */
export const MARKER_STYLES = ['plain', 'kind', 'hash', 'last4'] as const;

export type MarkerStyle = (typeof MARKER_STYLES)[number];

export type RedactionKind = keyof typeof KINDS;

/** Kinds of a person's identity, each of some countries only. */
export type IdentityKind = {
  [K in RedactionKind]: (typeof KINDS)[K]['counted'] extends 'identity' ? K : never;
}[RedactionKind];

/** The names of the counts; `own` for those of tenants' own patterns, of any name. */
export type CountedKind = (typeof KINDS)[RedactionKind]['counted'] | 'own';

// The keys of the table are its type's.
// oxlint-disable-next-line no-unsafe-type-assertion
export const REDACTION_KINDS = Object.keys(KINDS) as [RedactionKind, ...RedactionKind[]];

export const IDENTITY_KINDS: readonly IdentityKind[] = REDACTION_KINDS.filter(
  (kind): kind is IdentityKind => KINDS[kind].counted === 'identity',
);

/** The name under which a kind is counted; a tenant's own pattern has any name. */
export function countedAs(kind: string): CountedKind {
  return isKind(kind) ? KINDS[kind].counted : 'own';
}

export function isKind(name: string): name is RedactionKind {
  return Object.hasOwn(KINDS, name);
}

/** What each kind has, made from its entry in the table. */
export function byKind<T>(make: (kind: RedactionKind) => T): Record<RedactionKind, T> {
  // One entry a kind.
  // oxlint-disable-next-line no-unsafe-type-assertion
  return Object.fromEntries(REDACTION_KINDS.map((kind) => [kind, make(kind)])) as Record<
    RedactionKind,
    T
  >;
}
