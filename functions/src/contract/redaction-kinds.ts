/** All that is said of a kind outside its detector. */
interface Kind {
  /** Whether it is looked for where no setting says. */
  on: boolean;
  /** Under which name it is counted in events and metrics: kinds that few switch on share one. */
  counted: string;
}

/**
 * What can be found, most certain first: where two findings are as long, the first kind names what
 * becomes of both. A further kind is an entry here and one more file in `redact/detectors/`.
 */
export const KINDS = {
  secret: { on: true, counted: 'secret' },
  email: { on: true, counted: 'email' },
  iban: { on: true, counted: 'iban' },
  card: { on: true, counted: 'card' },
  ssn: { on: true, counted: 'ssn' },
  ip: { on: true, counted: 'ip' },
  // Hardware addresses name machines and not people.
  mac: { on: false, counted: 'mac' },
  phone: { on: true, counted: 'phone' },
} as const satisfies Record<string, Kind>;

export type RedactionKind = keyof typeof KINDS;

/** The names of the counts; `own` for those of tenants' own patterns, of any name. */
export type CountedKind = (typeof KINDS)[RedactionKind]['counted'] | 'own';

// The keys of the table are its type's.
// oxlint-disable-next-line no-unsafe-type-assertion
export const REDACTION_KINDS = Object.keys(KINDS) as [RedactionKind, ...RedactionKind[]];

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
