import { body, DETECT_SECRETS, GITLEAKS, type KeyFormat } from './format.js';

/** Begins with the base64 of a bot's id: of its first digit, `M`, `N` or `O`. */
export const DISCORD_BOT: KeyFormat = {
  name: 'Discord bot token',
  prefix: '',
  rest: /[MNO][\w-]{20,27}\.[\w-]{6}\.[\w-]{25,40}(?![\w-])/y,
  source: DETECT_SECRETS,
};

/** What another format is wrapped in. */
export const ENCODED: readonly KeyFormat[] = [
  {
    name: 'JSON Web Token in base64',
    prefix: 'ZXlK',
    rest: body(40, 4096, 'A-Za-z0-9+/=_-'),
    source: GITLEAKS,
  },
  DISCORD_BOT,
];
