import { createRequire } from 'node:module';

import type { CountryCode } from 'libphonenumber-js/core';

import { meter } from '../../meter.js';

/**
 * Countries whose national numbers begin with the trunk prefix 0 (ITU-T E.123), by how many people
 * write them. Elsewhere, nothing tells a national number without words about it from other numbers.
 */
const WITH_TRUNK_ZERO = [
  'GB',
  'DE',
  'FR',
  'AU',
  'IT',
  'JP',
  'NL',
  'BE',
  'CH',
  'AT',
  'SE',
  'FI',
  'IE',
  'NZ',
  'ZA',
  'IN',
  'KR',
  'TR',
  'ID',
  'TH',
  'MY',
  'PH',
  'VN',
  'TW',
  'PK',
  'BD',
  'EG',
  'NG',
  'KE',
  'IL',
  'AE',
  'SA',
  'AR',
  'BR',
  'RO',
  'BG',
  'RS',
  'HR',
  'SI',
  'SK',
  'UA',
] as const satisfies CountryCode[];

interface Plan {
  /** The digits after the country code. */
  national: RegExp;
  /** Whether the trunk prefix is part of the national number, as in Italy. */
  keepsZero: boolean;
}

/** The part of libphonenumber's metadata (version 4) that we read: the third entry of a row. */
interface Metadata {
  country_calling_codes: Record<string, CountryCode[]>;
  countries: Record<string, Row | undefined>;
  /** Rows of codes that belong to no country, by code. */
  nonGeographic: Record<string, Row | undefined>;
}

type Row = readonly [code: string, internationalPrefix: string | 0, national: string];

let loaded: Metadata | undefined;
let trunkPlans: readonly Plan[] | undefined;
const plansByCode = new Map<string, readonly Plan[]>();

/**
 * Google's libphonenumber metadata, in the smallest form that has every country. Loaded with the first
 * candidate, so a worker that sees none starts without it. The library itself takes ten times as long.
 */
function metadata(): Metadata {
  if (loaded !== undefined) return loaded;
  const data: Metadata = createRequire(import.meta.url)('libphonenumber-js/metadata.min.json');
  loaded = data;
  return data;
}

function planOf(country: string, row: Row | undefined): Plan {
  return { national: new RegExp(`^(?:${row?.[2] ?? '(?!)'})$`), keepsZero: country === 'IT' };
}

/** The numbering plans of a country code; `+1` has 25. */
function plansOf(code: string): readonly Plan[] {
  const known = plansByCode.get(code);
  if (known !== undefined) return known;
  const { country_calling_codes: codes, countries, nonGeographic } = metadata();
  const ofCountries = (codes[code] ?? []).map((country) => planOf(country, countries[country]));
  const plans = ofCountries.length > 0 ? ofCountries : [planOf('', nonGeographic[code])];
  plansByCode.set(code, plans);
  return plans;
}

function withTrunkZero(): readonly Plan[] {
  trunkPlans ??= WITH_TRUNK_ZERO.map((country) => planOf(country, metadata().countries[country]));
  return trunkPlans;
}

/** The country code that these digits begin with, if it is assigned. */
function callingCodeOf(digits: string): string | undefined {
  for (let length = 1; length <= 3; length++) {
    const code = digits.slice(0, length);
    if (isCallingCode(code)) return code;
  }
  return undefined;
}

export function isCallingCode(digits: string): boolean {
  const { country_calling_codes: codes, nonGeographic } = metadata();
  return Object.hasOwn(codes, digits) || Object.hasOwn(nonGeographic, digits);
}

export function hasCallingCode(digits: string): boolean {
  return callingCodeOf(digits) !== undefined;
}

/** Whether an international number exists; `digits` begins with the country code. */
export function isInternational(digits: string): boolean {
  const code = callingCodeOf(digits);
  if (code === undefined) return false;
  // `+44 (0)20…`: the trunk prefix in brackets is not part of the number.
  const national = digits.slice(code.length);
  const without = national.startsWith('0') ? national.slice(1) : national;
  meter.steps += digits.length;
  return plansOf(code).some((plan) => plan.national.test(national) || plan.national.test(without));
}

/** Whether digits with a trunk prefix are a number of one of the countries that use it. */
export function isNationalWithTrunkZero(digits: string): boolean {
  meter.steps += digits.length;
  return withTrunkZero().some(({ national, keepsZero }) =>
    national.test(keepsZero ? digits : digits.slice(1)),
  );
}
