import { body, each, exactly, GITLEAKS, HEX, type KeyFormat, SCANNING, URL64 } from './format.js';

const GITHUB = 'https://github.blog/engineering/behind-githubs-new-authentication-token-formats/';
const GITLAB = 'https://docs.gitlab.com/security/tokens/';
const GRAFANA = 'https://grafana.com/docs/grafana/latest/administration/service-accounts/';

/** Code hosting, packages, building, monitoring. */
export const DEVELOPMENT: readonly KeyFormat[] = [
  ...each(['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_'], {
    name: 'GitHub token',
    rest: body(30, 255),
    source: GITHUB,
  }),
  {
    name: 'GitHub fine-grained token',
    prefix: 'github_pat_',
    rest: body(22, 255, '\\w'),
    source: GITHUB,
  },
  ...each(
    [
      ...['glpat-', 'gldt-', 'glrt-', 'glrtr-', 'glptt-', 'glcbt-', 'glsoat-', 'glffct-', 'glft-'],
      ...['glimt-', 'glagent-', 'gloas-', 'glwt-', 'GR1348941'],
    ],
    { name: 'GitLab token', rest: body(20, 512, '\\w.-'), source: GITLAB },
  ),
  ...each(['ATCTT3xFfG', 'ATBB'], {
    name: 'Bitbucket token',
    rest: body(24, 255, '\\w=-'),
    needs: 'mixed',
    source: SCANNING,
  }),
  { name: 'Atlassian token', prefix: 'ATATT3', rest: body(40, 255, '\\w=-'), source: SCANNING },
  {
    name: 'npm token',
    prefix: 'npm_',
    rest: body(36, 36),
    source: 'https://docs.npmjs.com/about-access-tokens',
  },
  {
    name: 'PyPI token',
    prefix: 'pypi-',
    rest: body(50, 1024, URL64),
    source: 'https://pypi.org/help/#apitoken',
  },
  {
    name: 'RubyGems key',
    prefix: 'rubygems_',
    rest: body(40, 64, HEX),
    source: 'https://guides.rubygems.org/api-key-scopes/',
  },
  {
    name: 'NuGet key',
    prefix: 'oy2',
    rest: body(43, 43, 'a-z0-9'),
    needs: 'digit',
    source: SCANNING,
  },
  { name: 'Clojars token', prefix: 'CLOJARS_', rest: body(40, 64), source: GITLEAKS },
  { name: 'crates.io token', prefix: 'cio', rest: body(32, 32), needs: 'mixed', source: SCANNING },
  ...each(['dckr_pat_', 'dckr_oat_'], {
    name: 'Docker Hub token',
    rest: body(20, 64, URL64),
    source: 'https://docs.docker.com/security/access-tokens/',
  }),
  {
    name: 'Sourcegraph token',
    prefix: 'sgp_',
    rest: exactly(/(?:(?:[a-fA-F0-9]{16}|local)_)?[a-fA-F0-9]{40}/),
    source: GITLEAKS,
  },
  { name: 'CircleCI token', prefix: 'CCIPAT_', rest: body(32, 96, '\\w'), source: SCANNING },
  ...each(['bkua_', 'bkaj_', 'bkct_'], {
    name: 'Buildkite token',
    rest: body(30, 64),
    source: SCANNING,
  }),
  ...each(['squ_', 'sqp_', 'sqa_'], {
    name: 'SonarQube token',
    rest: body(40, 40),
    source: GITLEAKS,
  }),
  {
    name: 'Postman key',
    prefix: 'PMAK-',
    rest: exactly(/[a-fA-F0-9]{24}-[a-fA-F0-9]{34}/),
    source: SCANNING,
  },
  { name: 'ReadMe key', prefix: 'rdme_', rest: body(40, 96, 'a-z0-9'), source: GITLEAKS },
  {
    name: 'Grafana service account token',
    prefix: 'glsa_',
    rest: body(32, 64, '\\w'),
    source: GRAFANA,
  },
  {
    name: 'Grafana Cloud token',
    prefix: 'glc_',
    rest: body(32, 512, 'A-Za-z0-9+/='),
    source: SCANNING,
  },
  {
    name: 'Grafana key',
    prefix: 'eyJrIjoi',
    rest: body(40, 512, 'A-Za-z0-9+/='),
    source: GITLEAKS,
  },
  {
    name: 'Sentry organization token',
    prefix: 'sntrys_',
    rest: body(40, 600, 'A-Za-z0-9+/=_-'),
    source: GITLEAKS,
  },
  { name: 'Sentry user token', prefix: 'sntryu_', rest: body(40, 96, HEX), source: GITLEAKS },
  ...each(['NRAK-', 'NRII-', 'NRIQ-', 'NRRA-', 'NRJS-', 'NRBR-', 'NRSP-', 'NRAA-', 'NRAL-'], {
    name: 'New Relic key',
    rest: body(19, 64, URL64),
    source: 'https://docs.newrelic.com/docs/apis/intro-apis/new-relic-api-keys/',
  }),
  {
    name: 'Dynatrace token',
    prefix: 'dt0',
    rest: exactly(/[a-z]\d\d\.[A-Z0-9a-z]{8,24}\.[A-Za-z0-9]{40,64}/),
    source: GITLEAKS,
  },
  ...each(['phc_', 'phx_'], { name: 'PostHog key', rest: body(32, 64), source: SCANNING }),
  { name: 'Linear key', prefix: 'lin_api_', rest: body(32, 64), source: SCANNING },
  { name: 'Linear token', prefix: 'lin_oauth_', rest: body(32, 96), source: SCANNING },
  { name: 'Notion token', prefix: 'ntn_', rest: body(40, 64), source: SCANNING },
  { name: 'Notion token', prefix: 'secret_', rest: body(43, 43), needs: 'mixed', source: SCANNING },
  { name: 'Figma token', prefix: 'figd_', rest: body(30, 64, URL64), source: SCANNING },
  {
    name: 'Airtable token',
    prefix: 'pat',
    rest: exactly(/[A-Za-z0-9]{14}\.[a-f0-9]{64}/),
    source: GITLEAKS,
  },
  { name: 'Trello token', prefix: 'ATTA', rest: body(64, 80, HEX), source: SCANNING },
  ...each(['aio_'], {
    name: 'Adafruit key',
    rest: exactly(/[A-Za-z]{4}\d{2}[A-Za-z0-9]{22}/),
    source: SCANNING,
  }),
  {
    name: '1Password secret key',
    prefix: 'A3-',
    rest: exactly(/[A-Z0-9]{6}-(?:[A-Z0-9]{11}|[A-Z0-9]{6}-[A-Z0-9]{5})(?:-[A-Z0-9]{5}){3}/),
    source: GITLEAKS,
  },
  {
    name: '1Password service account token',
    prefix: 'ops_eyJ',
    rest: body(40, 2048, 'A-Za-z0-9+/=_-'),
    source: GITLEAKS,
  },
  {
    name: 'age secret key',
    prefix: 'AGE-SECRET-KEY-1',
    rest: body(50, 64, 'A-Z0-9'),
    source: 'https://age-encryption.org/v1',
  },
  { name: 'Frame.io token', prefix: 'fio-u-', rest: body(40, 96, '\\w=-'), source: GITLEAKS },
  {
    name: '42 client secret',
    prefix: 's-s4t2',
    rest: exactly(/(?:ud|af)-[a-fA-F0-9]{64}/),
    source: GITLEAKS,
  },
  { name: 'WakaTime key', prefix: 'waka_', rest: body(32, 40, URL64), source: SCANNING },
  ...each(['sm_aat_', 'sm_pat_', 'sm_sat_'], {
    name: 'SettleMint token',
    rest: body(16, 32),
    source: GITLEAKS,
  }),
  {
    name: 'MaxMind license key',
    prefix: 'mmk',
    rest: /(?![A-Za-z0-9])/y,
    before: { pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_$/, reach: 38 },
    source: GITLEAKS,
  },
  ...each(['v1.', 'v2.', 'v3.', 'v4.'], {
    name: 'PASETO',
    rest: exactly(/(?:local|public)\.[\w-]{32,2048}(?:\.[\w-]{1,512})?/),
    source: 'https://github.com/paseto-standard/paseto-spec',
  }),
  {
    name: 'API key of this gateway',
    prefix: 'uig_',
    rest: body(20, 128, URL64),
    source: 'functions/src/tenants/api-key.ts',
  },
];
