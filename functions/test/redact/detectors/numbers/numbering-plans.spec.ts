import assert from 'node:assert/strict';
import { createRequire } from 'node:module';

import examples from 'libphonenumber-js/mobile/examples';
import type { MetadataJson } from 'libphonenumber-js/core';
import { type CountryCode, getExampleNumber } from 'libphonenumber-js/core';

import {
  isCallingCode,
  isInternational,
} from '../../../../src/redact/detectors/numbers/numbering-plans.js';

const metadata = createRequire(import.meta.url)(
  'libphonenumber-js/metadata.min.json',
) as MetadataJson;

describe('numbering plans', () => {
  it('accept libphonenumber’s example of each country, and none with a digit too many', () => {
    const countries = Object.keys(metadata.countries) as CountryCode[];
    let taken = 0;
    for (const country of countries) {
      const number = getExampleNumber(country, examples, metadata)?.number.slice(1);
      if (number === undefined) continue;
      assert.ok(isInternational(number), `${country} ${number}`);
      assert.ok(!isInternational(`${number}0000000`), country);
      taken += 1;
    }
    assert.ok(taken > 200, String(taken));
  });

  it('know the codes of countries, and of services that belong to none', () => {
    for (const code of ['1', '44', '372', '800']) assert.ok(isCallingCode(code), code);
    for (const code of ['', '0', '2', '999', 'constructor']) assert.ok(!isCallingCode(code), code);
  });
});
