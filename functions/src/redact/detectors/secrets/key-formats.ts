/** A credential that is known by how it begins. */
export interface KeyFormat {
  name: string;
  /** In upper and lower case as given; three characters or more. */
  prefix: string;
  /** What follows the prefix; nothing of a word may come after it. */
  rest: RegExp;
  /** What has no digit is a word: `sk-something-or-other`. */
  digit?: boolean;
  source: string;
}

const END = '(?![A-Za-z0-9])';
const word = (min: number, max: number, chars = 'A-Za-z0-9'): RegExp =>
  new RegExp(`[${chars}]{${min},${max}}${END}`, 'y');

const GITHUB = 'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/';
const AWS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';
const SLACK = 'https://api.slack.com/concepts/token-types';
const STRIPE = 'https://docs.stripe.com/keys';
const SCANNING =
  'https://docs.github.com/en/code-security/secret-scanning/introduction/supported-secret-scanning-patterns';

/** Formats that their issuers document, or that GitHub's secret scanning knows. */
export const KEY_FORMATS: readonly KeyFormat[] = [
  ...['AKIA', 'ASIA', 'ABIA', 'ACCA'].map((prefix) => ({
    name: 'AWS access key id',
    prefix,
    rest: word(16, 16, 'A-Z0-9'),
    source: AWS,
  })),
  ...['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'].map((prefix) => ({
    name: 'GitHub token',
    prefix,
    rest: word(36, 251),
    source: GITHUB,
  })),
  {
    name: 'GitHub fine-grained token',
    prefix: 'github_pat_',
    rest: word(22, 255, '\\w'),
    source: GITHUB,
  },
  ...['xoxb-', 'xoxp-', 'xoxa-', 'xoxr-', 'xoxs-', 'xoxe-', 'xoxe.', 'xapp-'].map((prefix) => ({
    name: 'Slack token',
    prefix,
    rest: word(10, 255, 'A-Za-z0-9.-'),
    source: SLACK,
  })),
  ...['sk_live_', 'sk_test_', 'rk_live_', 'rk_test_', 'whsec_'].map((prefix) => ({
    name: 'Stripe key',
    prefix,
    rest: word(16, 255),
    source: STRIPE,
  })),
  {
    name: 'Google API key',
    prefix: 'AIza',
    rest: word(35, 35, '\\w-'),
    source: 'https://cloud.google.com/docs/authentication/api-keys',
  },
  {
    name: 'Google OAuth token',
    prefix: 'ya29.',
    rest: word(20, 1024, '\\w.-'),
    source: 'https://developers.google.com/identity/protocols/oauth2',
  },
  {
    name: 'Google OAuth client secret',
    prefix: 'GOCSPX-',
    rest: word(28, 28, '\\w-'),
    source: SCANNING,
  },
  {
    name: 'npm token',
    prefix: 'npm_',
    rest: word(36, 36),
    source: 'https://docs.npmjs.com/about-access-tokens',
  },
  {
    name: 'PyPI token',
    prefix: 'pypi-',
    rest: word(50, 1024, '\\w-'),
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    name: 'RubyGems key',
    prefix: 'rubygems_',
    rest: word(48, 48, 'a-f0-9'),
    source: 'https://guides.rubygems.org/api-key-scopes/',
  },
  {
    name: 'OpenAI or Anthropic key',
    prefix: 'sk-',
    rest: word(20, 255, '\\w-'),
    digit: true,
    source: 'https://platform.openai.com/docs/api-reference/authentication',
  },
  { name: 'Groq key', prefix: 'gsk_', rest: word(40, 64), source: SCANNING },
  {
    name: 'Hugging Face token',
    prefix: 'hf_',
    rest: word(30, 40),
    source: 'https://huggingface.co/docs/hub/security-tokens',
  },
  { name: 'Replicate token', prefix: 'r8_', rest: word(37, 40), source: SCANNING },
  {
    name: 'GitLab token',
    prefix: 'glpat-',
    rest: word(20, 128, '\\w.-'),
    source: 'https://docs.gitlab.com/security/tokens/',
  },
  ...['gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-'].map((prefix) => ({
    name: 'GitLab token',
    prefix,
    rest: word(20, 128, '\\w.-'),
    source: 'https://docs.gitlab.com/security/tokens/',
  })),
  {
    name: 'SendGrid key',
    prefix: 'SG.',
    rest: /[\w-]{16,32}\.[\w-]{16,64}(?![A-Za-z0-9])/y,
    source: 'https://www.twilio.com/docs/sendgrid/ui/account-and-settings/api-keys',
  },
  ...Array.from('0123456789abcdef', (digit) => ({
    name: 'Twilio API key',
    prefix: `SK${digit}`,
    rest: word(31, 31, 'a-f0-9'),
    source: 'https://www.twilio.com/docs/iam/api-keys',
  })),
  ...['dop_v1_', 'doo_v1_', 'dor_v1_'].map((prefix) => ({
    name: 'DigitalOcean token',
    prefix,
    rest: word(64, 64, 'a-f0-9'),
    source: 'https://docs.digitalocean.com/reference/api/create-personal-access-token/',
  })),
  ...['shpat_', 'shpca_', 'shppa_', 'shpss_'].map((prefix) => ({
    name: 'Shopify token',
    prefix,
    rest: word(32, 32, 'A-Fa-f0-9'),
    source: 'https://shopify.dev/changelog/length-of-the-shopify-access-token-is-increasing',
  })),
  ...['sq0atp-', 'sq0csp-'].map((prefix) => ({
    name: 'Square token',
    prefix,
    rest: word(22, 64, '\\w-'),
    source: SCANNING,
  })),
  {
    name: 'Docker Hub token',
    prefix: 'dckr_pat_',
    rest: word(20, 64, '\\w-'),
    source: 'https://docs.docker.com/security/access-tokens/',
  },
  ...['hvs.', 'hvb.', 'hvr.'].map((prefix) => ({
    name: 'HashiCorp Vault token',
    prefix,
    rest: word(24, 255, '\\w-'),
    source: 'https://developer.hashicorp.com/vault/docs/concepts/tokens',
  })),
  {
    name: 'Grafana service account token',
    prefix: 'glsa_',
    rest: word(32, 64, '\\w'),
    source: 'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
  },
  {
    name: 'Grafana Cloud token',
    prefix: 'glc_',
    rest: word(32, 400, 'A-Za-z0-9+/='),
    source: SCANNING,
  },
  { name: 'Linear key', prefix: 'lin_api_', rest: word(32, 64), source: SCANNING },
  { name: 'Notion token', prefix: 'ntn_', rest: word(40, 64), source: SCANNING },
  {
    name: 'Postman key',
    prefix: 'PMAK-',
    rest: /[a-f0-9]{24}-[a-f0-9]{34}(?![A-Za-z0-9])/y,
    source: SCANNING,
  },
  {
    name: 'Atlassian token',
    prefix: 'ATATT3xFfGF0',
    rest: word(60, 255, '\\w=-'),
    source: SCANNING,
  },
  {
    name: 'Databricks token',
    prefix: 'dapi',
    rest: /[a-f0-9]{32}(?:-\d)?(?![A-Za-z0-9])/y,
    source: 'https://docs.databricks.com/aws/en/dev-tools/auth/pat',
  },
  {
    name: 'New Relic key',
    prefix: 'NRAK-',
    rest: word(27, 27, 'A-Z0-9'),
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  },
  { name: 'Figma token', prefix: 'figd_', rest: word(40, 64, '\\w-'), source: SCANNING },
  {
    name: 'Telegram or Firebase server key',
    prefix: 'AAAA',
    rest: /[\w-]{7}:[\w-]{140}(?![A-Za-z0-9])/y,
    source: SCANNING,
  },
  {
    name: 'age secret key',
    prefix: 'AGE-SECRET-KEY-1',
    rest: word(58, 58, 'A-Z0-9'),
    source: 'https://age-encryption.org/v1',
  },
  {
    name: 'API key of this gateway',
    prefix: 'uig_',
    rest: word(20, 128, '\\w-'),
    source: 'functions/src/tenants/api-key.ts',
  },
];
