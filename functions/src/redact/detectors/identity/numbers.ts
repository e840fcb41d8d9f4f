import type { IdentityKind } from '../../../contract/redaction-kinds.js';
import {
  isDay,
  isOneDigit,
  passesLuhn,
  passesMod11And10,
  passesVerhoeff,
  weighted,
} from './checksums.js';

/** A number that a state assigns to a person or a company. */
export interface IdentityNumber {
  /** A notation that identifies the number by itself if the checksum is right. */
  written: RegExp;
  /** A bare notation, which counts only after one of the names. */
  bare?: RegExp;
  /** Names in lower case; a space stands for a space, a dash, an underscore or nothing. */
  names: readonly string[];
  /** Checks its letters and digits, with letters in upper case. */
  verify: (compact: string) => boolean;
}

type NumberKind = Exclude<IdentityKind, 'passport' | 'birth_date' | 'home_user'>;

/** `index.ts` makes sure that none of them is part of a longer word or number. */
export const IDENTITY_NUMBERS: Readonly<Record<NumberKind, IdentityNumber>> = {
  // https://www.irs.gov/individuals/individual-taxpayer-identification-number
  us_itin: {
    written: /9\d{2}([- ])\d{2}\1\d{4}/g,
    bare: /9\d{8}/g,
    names: ['itin', 'individual taxpayer', 'taxpayer id', 'tax id', 'tin'],
    verify: (digits) => /^9\d\d(?:5\d|6[0-5]|7\d|8[0-8]|9[0-24-9])/.test(digits),
  },
  // https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes
  us_ein: {
    written: /\d{2}-\d{7}/g,
    bare: /\d{9}/g,
    names: ['ein', 'fein', 'employer id', 'employer identification', 'federal tax id', 'tax id'],
    verify: (digits) =>
      /^(?:0[1-6]|1[0-6]|2[0-7]|3\d|4[0-8]|5\d|6[0-8]|7[1-7]|8[0-8]|9[0-589])/.test(digits) &&
      !isOneDigit(digits.slice(2)),
  },
  // https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110
  uk_nino: {
    written: /[A-Za-z]{2}([ -]?)\d{2}\1\d{2}\1\d{2}\1[A-Da-d]/g,
    names: ['nino', 'national insurance', 'ni'],
    verify: (compact) =>
      /^(?!BG|GB|NK|KN|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]/.test(compact),
  },
  // https://www.datadictionary.nhs.uk/attributes/nhs_number.html
  uk_nhs: {
    written: /\d{3} \d{3} \d{4}/g,
    bare: /\d{3}([ -]?)\d{3}\1\d{4}/g,
    names: ['nhs', 'nhs no', 'chi', 'national health'],
    verify: (digits) =>
      !isOneDigit(digits) &&
      (11 - (weighted(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11)) % 11 === Number(digits[9]),
  },
  // https://www.canada.ca/en/employment-social-development/services/sin.html
  ca_sin: {
    written: /[1-79]\d{2}([ -])\d{3}\1\d{3}/g,
    bare: /[1-79]\d{8}/g,
    names: ['sin', 'social insurance', 'nas', 'assurance sociale'],
    verify: passesLuhn,
  },
  // https://uidai.gov.in/en/my-aadhaar/about-your-aadhaar.html
  in_aadhaar: {
    written: /[2-9]\d{3}([ -])\d{4}\1\d{4}/g,
    bare: /[2-9]\d{11}/g,
    names: ['aadhaar', 'aadhar', 'adhaar', 'uidai', 'uid', 'आधार'],
    verify: passesVerhoeff,
  },
  // https://incometaxindia.gov.in: the fourth letter is the type of holder.
  in_pan: {
    written: /[A-Za-z]{5}\d{4}[A-Za-z]/g,
    names: ['pan', 'permanent account'],
    verify: (compact) => /^[A-Z]{3}[ABCFGHJKLPT][A-Z](?!0000)\d{4}[A-Z]$/.test(compact),
  },
  br_cpf: {
    written: /\d{3}\.\d{3}\.\d{3}-\d{2}/g,
    bare: /\d{11}|\d{9}-\d{2}/g,
    names: ['cpf', 'cadastro de pessoas'],
    verify: (digits) =>
      !isOneDigit(digits) &&
      brazilian(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[9]) &&
      brazilian(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(digits[10]),
  },
  // May contain letters from July 2026: Instrução Normativa RFB 2.229.
  br_cnpj: {
    written: /[\dA-Za-z]{2}\.[\dA-Za-z]{3}\.[\dA-Za-z]{3}\/[\dA-Za-z]{4}-\d{2}/g,
    bare: /[\dA-Za-z]{12}-?\d{2}/g,
    names: ['cnpj', 'cadastro nacional'],
    verify: (compact) =>
      !isOneDigit(compact) &&
      brazilian(compact, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(compact[12]) &&
      brazilian(compact, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) === Number(compact[13]),
  },
  // https://www.interior.gob.es/opencms/es/servicios-al-ciudadano/tramites-y-gestiones/dni/
  es_nif: {
    written: /(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZxyz][ -]?\d{7})[ -]?[A-Za-z]/g,
    names: ['dni', 'nie', 'nif'],
    verify: (compact) => {
      const number = Number(`${' XYZ'.indexOf(compact.charAt(0)) - 1}${compact.slice(1, -1)}`);
      const value = /^\d/.test(compact) ? Number(compact.slice(0, -1)) : number;
      return 'TRWAGMYFPDXBNJZSQVHLCKE'.charAt(value % 23) === compact.at(-1);
    },
  },
  // Decreto ministeriale 345/2004; letters replace digits if two people would share a code.
  it_fiscal_code: {
    written:
      /[A-Za-z]{6}[\dL-NP-Vl-np-v]{2}[A-EHLMPRSTa-ehlmprst][\dL-NP-Vl-np-v]{2}[A-Za-z][\dL-NP-Vl-np-v]{3}[A-Za-z]/g,
    names: ['codice fiscale', 'cf'],
    verify: (compact) => fiscalCheck(compact) === compact.at(-1),
  },
  // https://www.bzst.de: steuerliche Identifikationsnummer; one digit occurs two or three times.
  de_tax_id: {
    written: /[1-9]\d [0-9]{3} [0-9]{3} [0-9]{3}/g,
    bare: /[1-9]\d{10}/g,
    names: [
      'steuer id',
      'steuer idnr',
      'idnr',
      'steuernummer',
      'steueridentifikationsnummer',
    ].concat(['identifikationsnummer', 'steuerliche identifikationsnummer', 'tax id', 'tin']),
    verify: (digits) => {
      const ten = digits.slice(0, 10);
      const different = new Set(ten).size;
      const isThrice = different === 8 && /(\d)(?:\d{0,7}\1){2}/.test(ten);
      return (different === 9 || isThrice) && passesMod11And10(digits);
    },
  },
  // Code de la sécurité sociale, R114-26: sex, year, month, place of birth, order, key.
  fr_nir: {
    written:
      /[1-478]( ?)\d{2}\1(?:0[1-9]|1[0-2]|[2-9]\d)\1(?:\d{2}|2[ABab])\1\d{3}\1\d{3}[ ]?\d{2}/g,
    names: ['nir', 'sécurité sociale', 'securite sociale', 'insee'],
    verify: (compact) => {
      const digits = compact.replace('2A', '19').replace('2B', '18');
      return (
        /^\d{15}$/.test(digits) &&
        97 - (Number(digits.slice(0, 13)) % 97) === Number(digits.slice(13))
      );
    },
  },
  // https://www.gov.pl/web/gov/czym-jest-numer-pesel: the month encodes the century.
  pl_pesel: {
    written: /\d{11}/g,
    names: ['pesel'],
    verify: (digits) => {
      const month = Number(digits.slice(2, 4));
      const century = [1900, 2000, 2100, 2200, 1800][Math.floor(month / 20)] ?? 0;
      const sum = weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
      const year = century + Number(digits.slice(0, 2));
      return sum % 10 === 0 && isDay(year, month % 20, Number(digits.slice(4, 6)));
    },
  },
  // https://www.ato.gov.au: tax file number.
  au_tfn: {
    written: /\d{3}([ -])\d{3}\1\d{3}/g,
    bare: /\d{8,9}/g,
    names: ['tfn', 'tax file'],
    verify: (digits) =>
      Number(digits) > 0 &&
      weighted(
        digits,
        digits.length === 8 ? [10, 7, 8, 4, 6, 3, 5, 1] : [1, 4, 3, 7, 5, 8, 6, 9, 10],
      ) %
        11 ===
        0,
  },
  // https://meteor.aihw.gov.au: Medicare card number, with or without the individual's digit.
  au_medicare: {
    written: /[2-6]\d{3}([ -])\d{5}\1\d(?:[ /-]\d)?/g,
    bare: /[2-6]\d{9,10}/g,
    names: ['medicare', 'medicare card'],
    verify: (digits) => weighted(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 === Number(digits[8]),
  },
};

function brazilian(compact: string, weights: readonly number[]): number {
  const rest = weighted(compact, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

/** A character's value in an odd position; in an even one, it counts as itself. */
const ODD = [
  1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

function fiscalCheck(compact: string): string {
  let sum = 0;
  for (let at = 0; at < 15; at++) {
    const unit = compact.charCodeAt(at);
    const value = unit < 58 ? unit - 48 : unit - 65;
    sum += at % 2 === 0 ? (ODD[value] ?? 0) : value;
  }
  return String.fromCharCode(65 + (sum % 26));
}
