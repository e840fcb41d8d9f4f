import { body, DETECT_SECRETS, GITLEAKS, type KeyFormat } from './format.js';

/** Begins with the bot's id in base64, whose first digit becomes `M`, `N` or `O`. */
export const DISCORD_BOT: KeyFormat = {
  name: 'Discord bot token',
  prefix: '',
  rest: /[MNO][\w-]{20,27}\.[\w-]{6}\.[\w-]{25,40}(?![\w-])/y,
  source: DETECT_SECRETS,
};

/** Encoded credentials, and password hashes. */
export const ENCODED: readonly KeyFormat[] = [
  {
    name: 'JSON Web Token in base64',
    prefix: 'ZXlK',
    rest: body(40, 4096, 'A-Za-z0-9+/=_-'),
    source: GITLEAKS,
  },
  {
    name: 'Argon2 hash',
    prefix: 'argon2',
    rest: /(?:id|[id])\$v=\d{1,3}\$[mtp=,\d]{5,48}\$[A-Za-z0-9+/]{8,128}\$[A-Za-z0-9+/]{16,256}/y,
    source: 'https://github.com/P-H-C/phc-string-format',
  },
  {
    name: 'Django password hash',
    prefix: 'pbkdf2_sha',
    rest: /(?:1|256|512)\$\d{1,9}\$[A-Za-z0-9]{8,64}\$[A-Za-z0-9+/]{20,128}={0,2}/y,
    source: 'https://docs.djangoproject.com/en/stable/topics/auth/passwords/',
  },
  DISCORD_BOT,
];
