import { allFakers, type Faker } from '@faker-js/faker';

import type { Labelled } from './evaluate.js';

/** Locales whose numbers, names and words go into generated sentences. */
// prettier-ignore
const LOCALES = [
  'en_US', 'en_GB', 'en_AU', 'en_IN', 'en_ZA', 'en_CA', 'en_IE', 'de', 'de_AT',
  'de_CH', 'fr', 'fr_BE', 'fr_CH', 'es', 'es_MX', 'it', 'nl', 'nl_BE',
  'pt_BR', 'pt_PT', 'sv', 'da', 'nb_NO', 'fi', 'pl', 'cs_CZ', 'sk',
  'hu', 'ro', 'hr', 'tr', 'el', 'ru', 'uk', 'he', 'ja',
  'ko', 'zh_CN', 'zh_TW', 'vi', 'id_ID', 'ar',
] as const;

type Kind = 'phone' | 'email' | 'card' | 'ssn' | 'iban' | 'ip';

/** As people write them, `{}` for the thing. */
const SENTENCES: Readonly<Record<Kind, readonly string[]>> = {
  phone: [
    'Please call me at {} tomorrow.',
    'My phone number is {}.',
    'Phone: {}',
    'Tel. {}, ask for {name}',
    'You can reach {name} on {} after 5 pm',
    'user={name} phone={} action=update',
    '{"name":"{name}","phone":"{}"}',
    'SMS sent to {}',
    'WhatsApp {} for details',
    '{name}, mobile {}',
    'Contact: {name}, {}',
    'INFO caller {} was put through',
    '{} (office)',
    'Dial {} and ask for the front desk.',
    'He left the number: call {} before noon',
    'Fax {}',
  ],
  email: [
    'Mail me at {} please',
    'user {} logged in',
    '{"email":"{}","ok":true}',
    'from=<{}> to=<root>',
    'GET /unsubscribe?email={} HTTP/1.1',
    '{name} <{}> wrote:',
    'login failed for {}: bad password',
    'contact:{};',
  ],
  card: [
    'My card {} was declined',
    'card={} amount=12.00',
    '{"pan":"{}"}',
    'charged {} for 2 items',
    'Visa {}, expires 12/29',
    'number is {}',
  ],
  ssn: [
    'SSN: {}',
    'social security number {}',
    'ssn={}',
    'His SSN is {}.',
    '{"ssn":"{}"}',
    'applicant {name} {} verified',
  ],
  iban: ['IBAN {}', 'transfer to {} today', 'iban={}', 'pay into {}, thanks', '{"iban":"{}"}'],
  ip: [
    'connection from {} refused',
    'client={} status=200',
    'Failed password for root from {} port 22',
    '{} - - "GET / HTTP/1.1"',
    'peer [{}]:443 closed',
    'blocked {}, too many requests',
  ],
};

/** `count` sentences of each kind; the same seed gives the same ones. */
export function labelledSentences(count: number, seed = 1): Labelled[] {
  return (Object.keys(SENTENCES) as Kind[]).flatMap((kind, index) => {
    const fakers = LOCALES.map((locale) => allFakers[locale]);
    for (const [at, faker] of fakers.entries()) faker.seed(seed * 1000 + index * 100 + at);
    return Array.from({ length: count }, (_, at) => {
      const faker = fakers[at % fakers.length] ?? allFakers.en;
      const templates = SENTENCES[kind];
      const template = templates[Math.floor(at / fakers.length) % templates.length] ?? '{}';
      return sentence(faker, kind, template);
    });
  });
}

function sentence(faker: Faker, kind: Kind, template: string): Labelled {
  const value = VALUES[kind](faker);
  const name = faker.person.firstName().replaceAll('"', '');
  const [before = '', after = ''] = template.replaceAll('{name}', name).split('{}');
  const start = Array.from(before).length;
  const spans = [{ kind, start, end: start + Array.from(value).length }];
  return { text: before + value + after, spans, other: [] };
}

const VALUES: Readonly<Record<Kind, (faker: Faker) => string>> = {
  phone: (faker) =>
    faker.phone.number({
      style: faker.helpers.arrayElement(['human', 'national', 'international']),
    }),
  email: (faker) =>
    faker.internet.email({
      provider: faker.helpers.arrayElement(['acme-mail.com', 'mail.acme.co.uk', 'acme.org']),
    }),
  card,
  ssn,
  iban: (faker) => {
    const iban = faker.finance.iban({ formatted: faker.datatype.boolean() });
    return faker.datatype.boolean(0.1) ? iban.toLowerCase() : iban;
  },
  ip: (faker) => (faker.datatype.boolean(0.7) ? faker.internet.ipv4() : faker.internet.ipv6()),
};

function card(faker: Faker): string {
  const issuer = faker.helpers.arrayElement([
    'visa',
    'mastercard',
    'american_express',
    'discover',
    'jcb',
    'diners_club',
  ] as const);
  const number = faker.finance.creditCardNumber({ issuer });
  return faker.datatype.boolean()
    ? number
    : number.replaceAll('-', faker.helpers.arrayElement(['', ' ']));
}

function ssn(faker: Faker): string {
  const area = faker.number.int({ min: 1, max: 899 });
  const digits = [
    area === 666 ? 667 : area,
    faker.number.int({ min: 1, max: 99 }),
    faker.number.int({ min: 1, max: 9999 }),
  ];
  return digits.map((part, index) => String(part).padStart([3, 2, 4][index] ?? 0, '0')).join('-');
}
