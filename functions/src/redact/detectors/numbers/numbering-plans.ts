import { createRequire } from 'node:module';

import type { CountryCode } from 'libphonenumber-js/core';

import { meter } from '../../meter.js';

/**
 * Countries whose national numbers begin with a trunk prefix of 0 (ITU-T E.123), by how many people
 * write them. Elsewhere a national number without a word about it is a number like any other.
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

/** What is read of libphonenumber's metadata (version 4): the third entry of a country's row. */
interface Metadata {
  country_calling_codes: Record<string, CountryCode[]>;
  countries: Record<string, Row | undefined>;
  /** Of codes that are no country's, by code. */
  nonGeographic: Record<string, Row | undefined>;
}

type Row = readonly [code: string, internationalPrefix: string | 0, national: string];

let loaded: Metadata | undefined;
let trunkPlans: readonly Plan[] | undefined;
const plansByCode = new Map<string, readonly Plan[]>();

/**
 * Google's libphonenumber metadata, in the least form that has every country. Loaded with the first
 * candidate: a worker that sees none starts without it. The library itself takes ten times as long.
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

/** The plans of a country code, of which `+1` has 25. */
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

/** The country code that digits after a `+` begin with, if any is assigned. */
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

/** Whether the digits of an international number, country code first, are one that exists. */
export function isInternational(digits: string): boolean {
  const code = callingCodeOf(digits);
  if (code === undefined) return false;
  // `+44 (0)20…`: the trunk prefix in brackets is no part of it.
  const national = digits.slice(code.length);
  const without = national.startsWith('0') ? national.slice(1) : national;
  meter.steps += digits.length;
  return plansOf(code).some((plan) => plan.national.test(national) || plan.national.test(without));
}

/** Whether digits that begin with a trunk prefix are a number of one of the countries with it. */
export function isNationalWithTrunkZero(digits: string): boolean {
  meter.steps += digits.length;
  return withTrunkZero().some(({ national, keepsZero }) =>
    national.test(keepsZero ? digits : digits.slice(1)),
  );
}
