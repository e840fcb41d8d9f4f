import { createRequire } from 'node:module';

import type { CountryCode, Metadata as MetadataType } from 'libphonenumber-js/core';

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

interface Plans {
  byCallingCode: Map<string, Plan[]>;
  withTrunkZero: Plan[];
}

let loaded: Plans | undefined;

/** Loaded with the first candidate: a worker that sees none starts without it. */
function plans(): Plans {
  loaded ??= load();
  return loaded;
}

/** From Google's libphonenumber metadata, in the least form that has every country. */
function load(): Plans {
  const require = createRequire(import.meta.url);
  // oxlint-disable-next-line no-unsafe-type-assertion
  const { Metadata } = require('libphonenumber-js/core') as { Metadata: typeof MetadataType };
  const data = require('libphonenumber-js/metadata.min.json');
  const metadata = new Metadata(data);
  const plan = (country: CountryCode): Plan => {
    metadata.selectNumberingPlan(country);
    // In the library, and left out of its types.
    // oxlint-disable-next-line no-unsafe-type-assertion
    const numbering = metadata.numberingPlan as unknown as { nationalNumberPattern: () => string };
    return {
      national: new RegExp(`^(?:${numbering.nationalNumberPattern()})$`),
      keepsZero: country === 'IT',
    };
  };
  const codes: Record<string, CountryCode[]> = data.country_calling_codes;
  return {
    byCallingCode: new Map(
      Object.entries(codes).map(([code, countries]) => [code, countries.map(plan)]),
    ),
    withTrunkZero: WITH_TRUNK_ZERO.map(plan),
  };
}

/** The country code that digits after a `+` begin with, if any is assigned. */
function callingCodeOf(digits: string): string | undefined {
  const { byCallingCode } = plans();
  return [1, 2, 3]
    .map((length) => digits.slice(0, length))
    .find((candidate) => byCallingCode.has(candidate));
}

export function isCallingCode(digits: string): boolean {
  return plans().byCallingCode.has(digits);
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
  return (plans().byCallingCode.get(code) ?? []).some(
    (plan) => plan.national.test(national) || plan.national.test(without),
  );
}

/** Whether digits that begin with a trunk prefix are a number of one of the countries with it. */
export function isNationalWithTrunkZero(digits: string): boolean {
  meter.steps += digits.length;
  return plans().withTrunkZero.some(({ national, keepsZero }) =>
    national.test(keepsZero ? digits : digits.slice(1)),
  );
}
