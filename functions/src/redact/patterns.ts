import { CARD_PATTERNS } from './detectors/numbers/card.js';
import { IP_PATTERNS } from './detectors/numbers/ip.js';
import { PHONE_PATTERNS } from './detectors/numbers/phone.js';
import { CONTEXT_PATTERNS } from './detectors/numbers/phone-context.js';
import { SSN_NAME, SSN_SHAPES } from './detectors/numbers/ssn.js';
import { MAC, NAMED_MAC, SPACED_MAC } from './detectors/mac.js';
import { IDENTITY_PATTERNS } from './detectors/identity/index.js';
import { DECODE_PATTERNS } from './decode.js';
import { MARKER_PATTERNS } from './markers.js';
import { CREDENTIAL_PATTERNS } from './detectors/secrets/credentials.js';
import { KEY_FORMATS } from './detectors/secrets/key-formats.js';
import { NO_VALUE, SCHEME } from './detectors/secrets/pairs.js';

/** Every regular expression that is run on a text, for a test to prove that none takes long. */
export const PATTERNS: readonly RegExp[] = [
  ...CARD_PATTERNS,
  ...IP_PATTERNS,
  ...PHONE_PATTERNS,
  ...CONTEXT_PATTERNS,
  SSN_NAME,
  SSN_SHAPES,
  MAC,
  NAMED_MAC,
  SPACED_MAC,
  ...DECODE_PATTERNS,
  ...IDENTITY_PATTERNS,
  ...MARKER_PATTERNS,
  ...CREDENTIAL_PATTERNS,
  ...KEY_FORMATS.map(({ rest }) => rest),
  NO_VALUE,
  SCHEME,
];
