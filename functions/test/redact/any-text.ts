import * as fc from 'fast-check';

const PIECES = [
  ['555-0199', '4111111111111111', '4111 1111 1111 1111', '123-45-6789', 'ann@example.com'],
  [
    '+442079460958',
    '020 7946 0958',
    '10.0.0.1',
    '2001:db8::1',
    'DE89370400440532013000',
    '785 8949',
  ],
  [
    'AKIAIOSFODNN7EXAMPLE',
    'password=',
    'hunter2',
    'Bearer ',
    '://a:b@',
    'eyJhbGci.eyJz.x',
    'order ',
  ],
  [
    '1',
    '55',
    '0199',
    '-',
    '–',
    '.',
    ' ',
    '(',
    ')',
    '+',
    '@',
    ':',
    '/',
    ',',
    '[',
    ']',
    '#',
    '"',
    '=',
  ],
  ['a', 'ß', '🧯', '\ud83d', '\u0000', 'com', '[REDACTED]', 'phone=', 'ssn:', 'x', '\n', 'call '],
  [
    '\\n',
    '\\t',
    '\\"',
    '\\u0040',
    '\\',
    '%40',
    '%2B',
    '%20',
    '%25',
    '&#64;',
    '&amp;',
    '#012',
    '=40',
  ],
  [
    '\u001b[32m',
    '\u001b[0m',
    '\\x1b[1m',
    '[card:****1111]',
    '[email:a12345678901]',
    '{"a":',
    '}',
    '&',
    '?q=',
  ],
  ['/home/ann', 'C:\\Users\\bo', 'dob ', '1990-01-15', 'AB123456C', '123 456 782', 'passport '],
  ['１', '٣', '\u200b', '\u00a0', '\ufe0f\u20e3', '用'],
].flat();

/** Text from the building blocks of numbers and addresses, where detectors could slip. */
const pieces = fc
  .array(fc.constantFrom(...PIECES), { maxLength: 24 })
  .map((parts) => parts.join(''));

export const anyText = fc.oneof(
  { weight: 4, arbitrary: pieces },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
);
