import assert from 'node:assert/strict';

import type { IdentityKind } from '../../../../src/contract/redaction-kinds.js';
import { redact } from '../../../../src/redact/index.js';
import { describeDetector } from '../../detectors.table.js';
import { AMERICAS } from './americas.table.js';
import { ANY_COUNTRY } from './any-country.table.js';
import { ASIA_PACIFIC } from './asia-pacific.table.js';
import { EUROPE } from './europe.table.js';

/** Numbers are made up, or examples that the issuers publish; their checksums are right. */
const TABLES: Readonly<Record<IdentityKind, { gone: string[]; stays: string[] }>> = {
  us_itin: {
    gone: [
      '«912-70-1234»',
      'ITIN «912-70-1234».',
      'itin: «912701234»',
      'ITIN number is «900-50-0001»',
      '{"itin":"«999-88-7777»"}',
      'taxpayer_id=«912 70 1234»',
      'tin «911-94-1111»',
      'userItin=«912701234»',
      'individual taxpayer number «912-92-1234»',
    ],
    stays: [
      '912-93-1234',
      '912-89-1234',
      '912-66-1234',
      '912701234',
      'id 912701234',
      '912-70-12345',
      '1-912-70-1234',
    ],
  },
  us_ein: {
    gone: [
      '«12-3456789»',
      'EIN «12-3456789»',
      'ein=«123456789»',
      'fein: «98-7654321»',
      'Employer ID «04-2103594»',
      '{"ein":"«91-1144442»"}',
      'employer identification number «77-0493581»',
      'federal tax id: «20-1234567»',
    ],
    stays: [
      '07-3456789',
      '00-1234567',
      '12-34567890',
      '123456789',
      'A12-3456789',
      '12-1111111',
      '112-3456789',
    ],
  },
  uk_nino: {
    gone: [
      '«AB123456C»',
      '«AB 12 34 56 C»',
      'nino «ab123456c»',
      'NI number «JG103759A»',
      '(«QQ-12-34-56-D»)'.replace('QQ', 'PR'),
      '{"nino":"«CE999999B»"}',
    ],
    stays: [
      'BG123456C',
      'GB123456A',
      'DA123456C',
      'AO123456C',
      'AB123456E',
      'AB12345C',
      'XAB123456C',
      'AB123456CX',
      'FA123456C',
      'NT123456A',
    ],
  },
  uk_nhs: {
    gone: [
      '«943 476 5919»',
      'NHS «9434765919»',
      'nhs number: «943-476-5919»',
      'NHS no «401 023 2137»',
      '{"nhs_number":"«4010232137»"}',
    ],
    stays: [
      '943 476 5918',
      '9434765919',
      '943-476-5919 x',
      '1943 476 5919',
      'id=4010232137',
      '000 000 0000',
    ],
  },
  ca_sin: {
    gone: [
      '«130 692 544»',
      '«130-692-544»',
      'SIN «130692544»',
      'social insurance number: «130692544»',
      '{"sin":"«714 273 657»"}'.replace('714 273 657', '130 692 544'),
      'NAS : «130 692 544»',
    ],
    stays: [
      '130 692 545',
      '130692544',
      '030 692 544',
      '830-692-544',
      'sine 130692544',
      '130-692 544',
    ],
  },
  in_aadhaar: {
    gone: [
      '«2341 2341 2346»',
      'Aadhaar «234123412346»',
      'aadhar number: «2341-2341-2346»',
      'uidai: «234123412346»',
      '{"aadhaar":"«2341 2341 2346»"}',
    ],
    stays: [
      '2341 2341 2347',
      '234123412346',
      '1341 2341 2346',
      '0341 2341 2346',
      '12341 2341 2346',
    ],
  },
  in_pan: {
    gone: [
      '«ABCPE1234F»',
      'PAN: «AAACR5055K»',
      'pan «abcpe1234f»',
      '{"pan":"«AAAPL1234C»"}',
      '(«AAHFG0551H»)',
    ],
    stays: ['ABCDE1234F', 'ABCPE0000F', 'ABCPE12345', 'ABCPE123F', 'XABCPE1234F', 'ABCPE1234FX'],
  },
  br_cpf: {
    gone: [
      '«390.533.447-05»',
      'CPF «39053344705»',
      'cpf=«390533447-05»',
      '{"cpf":"«111.444.777-35»"}',
      'O CPF é «529.982.247-25»',
      'userCpf: «52998224725»',
    ],
    stays: [
      '390.533.447-06',
      '39053344705',
      '111.111.111-11',
      '390.533.447-055',
      '1390.533.447-05',
    ],
  },
  br_cnpj: {
    gone: [
      '«16.727.230/0001-97»',
      'CNPJ «16727230000197»',
      'cnpj: «11.222.333/0001-81»',
      '«12.ABC.345/01DE-35»',
      'CNPJ 12ABC34501DE35'.replace('12ABC34501DE35', '«12ABC34501DE35»'),
    ],
    stays: ['16.727.230/0001-98', '16727230000197', '00.000.000/0000-00', '116.727.230/0001-97'],
  },
  es_nif: {
    gone: [
      '«54362315K»',
      '«54362315-K»',
      'DNI «54.362.315-K»',
      'nie: «X2482300W»',
      '«X-2482300-W»',
      '{"dni":"«12345678z»"}',
      'NIE «Y1234567X»',
    ],
    stays: ['54362315A', 'X2482300A', '5436231K', '543623155K', '54362315KX', 'A54362315K'],
  },
  it_fiscal_code: {
    gone: [
      '«RCCMNL83S18D969H»',
      'codice fiscale: «rccmnl83s18d969h»',
      'CF «MRTMTT91D08F205J»',
      '{"cf":"«RSSMRA85T10A562S»"}',
      '(«RCCMNL83S18D969H»)',
    ],
    stays: [
      'RCCMNL83S18D969I',
      'RCCMNL83S18D969',
      'XRCCMNL83S18D969H',
      'RCCMNL83S18D969HX',
      'RCCMNL83Z18D969H',
    ],
  },
  de_tax_id: {
    gone: [
      '«36 574 261 809»',
      'Steuer-ID «36574261809»',
      'IdNr. «36574261809»',
      'Steueridentifikationsnummer: «36574261809»',
      '{"tax_id":"«36574261809»"}',
      'Identifikationsnummer ist «36 574 261 809»',
    ],
    stays: ['36 574 261 808', '36574261809', '06 574 261 809', '36574261890', 'id 36574261809'],
  },
  fr_nir: {
    gone: [
      '«2 95 10 99 126 111 93»',
      '«295109912611193»',
      'NIR : «295109912611193»',
      'n° de sécurité sociale «2 95 10 99 126 111 93»',
      '{"nir":"«253072C07300443»"}'.replace('253072C07300443', '295109912611193'),
    ],
    stays: ['295109912611199', '2 95 10 99 126 111 94', '995109912611193', '2951099126111933'],
  },
  pl_pesel: {
    gone: [
      '«44051401359»',
      'PESEL «44051401359»',
      'pesel: «02070803628»',
      '{"pesel":"«44051401359»"}',
      '(«02270803624»)',
    ],
    stays: ['44051401358', '44134001359', '440514013599', 'a44051401359', '44053201353'],
  },
  au_tfn: {
    gone: [
      '«123 456 782»',
      'TFN «123456782»',
      'tax file number: «123-456-782»',
      '{"tfn":"«123456782»"}',
      'tfn «81854402»',
    ],
    stays: ['123 456 783', '123456782', '000 000 000', '1123 456 782'],
  },
  au_medicare: {
    gone: [
      '«2123 45670 1»',
      'Medicare «2123456701»',
      'medicare card number: «2123 45670 1»',
      '{"medicare":"«2123456701»"}',
      'Medicare no «2123 45670 1/2»',
    ],
    stays: ['2123 45671 1', '2123456701', '1123 45670 1', '7123 45670 1'],
  },
  passport: {
    gone: [
      'passport X12345678'.replace('X12345678', '«X12345678»'),
      'Passport No: «C01X00T47»',
      'passport number is «912803456»',
      '{"passport_number":"«AB1234567»"}',
      'passportNumber=«533380006»',
      'Reisepass: «C01X00T47»',
      'passeport n° «12AB34567»',
      'numéro de passeport: «12AB34567»',
      'pasaporte «AAA123456»',
      'passaporto: «YA1234567»',
      'паспорт «45 11 123456»',
      '护照号码：«G12345678»',
      'passport #«X1234567»',
    ],
    stays: [
      'passport expired',
      'passport check failed 12',
      'passport.js 0.6.0',
      'X12345678',
      'passport number missing',
      'passport-local v1.0.0',
      'passport authenticate',
    ],
  },
  birth_date: {
    gone: [
      'dob: «1990-01-15»',
      'DOB «01/15/1990»',
      'D.O.B. «15.01.1990»',
      'date of birth: «15 January 1990»',
      'Date of Birth is «January 15, 1990»',
      '{"date_of_birth":"«1990-01-15»"}',
      '"birthDate": "«1990-01-15»T00:00:00Z"'.replace('T00:00:00Z', ''),
      'birthday=«19900115»',
      'born on «15th of March 1985»',
      'geboren am «15.01.1990»',
      'Geburtsdatum: «15. Januar 1990»',
      'née le «15/01/1990»',
      'date de naissance : «15 janvier 1990»',
      'fecha de nacimiento: «15/01/1990»',
      'data di nascita «15-01-1990»',
      'data de nascimento: «15/01/90»',
      '生年月日：«1990年1月15日»',
      '出生日期: «1990-01-15»',
      'дата рождения «15.01.1990»',
      'dateOfBirth=«1990/1/5»',
    ],
    stays: [
      '1990-01-15',
      'created 1990-01-15',
      'born to run',
      'reborn 1990-01-15',
      'born 12 times',
      'birthday party at 10:30',
      'adob 1990-01-15',
      'newborn 1990-01-15',
    ],
  },
  home_user: {
    gone: [
      '/home/«ann»/app.log',
      '/home/«ann»',
      'open "/home/«ann.smith»/x"',
      '/Users/«ann»/Library/Logs',
      'C:\\Users\\«ann»\\AppData',
      'C:\\Users\\«nina»\\x.txt',
      '{"path":"C:\\\\Users\\\\«nina»\\\\x.txt"}',
      'C:/Users/«ann»/x',
      '/c/Users/«ann»/x',
      '/mnt/c/Users/«ann»/x',
      'C:\\Users\\«Ann Smith»\\AppData\\Local',
      'C:\\Documents and Settings\\«ann»\\x',
      'file:///home/«ann»/x',
      'at run (/home/«ann»/app/index.js:10:5)',
      'cwd=/home/«j.doe» pid=1',
      '/export/home/«ann»/x',
      '\\\\server\\Users\\«ann»\\x',
      'HOME=/Users/«ann»',
    ],
    stays: [
      '/home',
      '/home/',
      '/Users/Shared/x',
      'C:\\Users\\Public\\Documents',
      'C:\\Users\\Default\\x',
      '/home/runner/build/app',
      '/home/ubuntu/app.log',
      '/home/node/app',
      'GET /home/index.html',
      'https://example.com/home/index',
      'app/home/ann',
      '/homework/ann',
      '/home/circleci/project',
      'C:\\Users\\runneradmin\\x',
    ],
  },
};

/** As logs have them. */
const IN_LOGS: Readonly<
  Record<IdentityKind, { gone: readonly string[]; stays: readonly string[] }>
> = {
  ...AMERICAS,
  ...EUROPE,
  ...ASIA_PACIFIC,
  ...ANY_COUNTRY,
};

/** Where a self-describing number may stand. */
const AROUND = [
  'user {} ok',
  '"{}"',
  '({})',
  'ids [{}] ok',
  'value={}',
  'value: {}, next',
  '{"x":"{}"}',
  '{\\"x\\":\\"{}\\"}',
  'a\\n{}\\nb',
  '<x>{}</x>',
  '?q={}&b=1',
  'x\t{}\ty',
  '用户{}登录',
  '\u001b[32m{}\u001b[0m',
  '{}.',
  '{};',
];

/** And where it is a part of something else. */
const WITHIN = [
  'x{}',
  '{}x',
  '_{}',
  '{}_',
  '1{}',
  '{}1',
  '12.{}',
  '12-{}',
  '{}-12',
  '{}.12',
  '12/{}',
];

const plainOf = (marked: string): string => marked.replaceAll(/[«»]/g, '');

for (const [kind, { gone, stays }] of Object.entries(TABLES) as [
  IdentityKind,
  { gone: string[]; stays: string[] },
][]) {
  const alone = gone.filter((marked) => /^«[^»]*»$/.test(marked));
  const around = alone.flatMap((marked) => AROUND.map((form) => form.replace('{}', marked)));
  const within = alone.flatMap((marked) =>
    WITHIN.map((form) => form.replace('{}', plainOf(marked))),
  );
  // Findings of phones and cards are not tested here.
  const kinds = { [kind]: true, phone: false, ssn: false, card: false };
  const logs = IN_LOGS[kind];
  describeDetector(kind, [...gone, ...around, ...logs.gone], [...stays, ...within, ...logs.stays], {
    kinds,
  });
}

describe('a check digit', () => {
  for (const kind of [
    'uk_nhs',
    'ca_sin',
    'in_aadhaar',
    'es_nif',
    'fr_nir',
    'pl_pesel',
    'au_tfn',
  ] as const) {
    it(`notices every single wrong digit: ${kind}`, () => {
      const number = plainOf(TABLES[kind].gone[0] ?? '');
      const options = { kinds: { [kind]: true, phone: false, ssn: false, card: false } };
      assert.equal(redact(number, options).text, '[REDACTED]');
      for (let at = 0; at < number.length; at++) {
        if (!/\d/.test(number.charAt(at))) continue;
        for (let digit = 0; digit < 10; digit++) {
          const wrong = number.slice(0, at) + String(digit) + number.slice(at + 1);
          if (wrong !== number) assert.equal(redact(wrong, options).text, wrong);
        }
      }
    });
  }
});
