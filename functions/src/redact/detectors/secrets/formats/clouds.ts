import { body, each, exactly, GITLEAKS, HEX, type KeyFormat, SCANNING, URL64 } from './format.js';

const AWS = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html';
const DIGITALOCEAN = 'https://docs.digitalocean.com/reference/api/create-personal-access-token/';
const VAULT = 'https://developer.hashicorp.com/vault/docs/concepts/tokens';

/** Recognized by the `Q~` inside it. */
export const AZURE_SECRET: KeyFormat = {
  name: 'Azure AD client secret',
  prefix: 'Q~',
  rest: body(31, 34, '\\w~.-'),
  before: { pattern: /(?<![\w~.])[\w~.]{3}\d$/, reach: 5 },
  source: GITLEAKS,
};

/** Clouds, hosting and infrastructure. */
export const CLOUDS: readonly KeyFormat[] = [
  ...each(['AKIA', 'ASIA', 'ABIA', 'ACCA'], {
    name: 'AWS access key id',
    rest: body(16, 16, 'A-Z0-9'),
    source: AWS,
  }),
  {
    name: 'AWS access key id',
    prefix: 'A3T',
    rest: body(17, 17, 'A-Z0-9'),
    needs: 'digit',
    source: GITLEAKS,
  },
  {
    name: 'Amazon Bedrock key',
    prefix: 'ABSK',
    rest: body(40, 400, 'A-Za-z0-9+/='),
    source: GITLEAKS,
  },
  {
    name: 'Amazon Bedrock key',
    prefix: 'bedrock-api-key-',
    rest: body(16, 4096, 'A-Za-z0-9+/='),
    source: GITLEAKS,
  },
  {
    name: 'Google API key',
    prefix: 'AIza',
    rest: body(35, 35, URL64),
    source: 'https://cloud.google.com/docs/authentication/api-keys',
  },
  {
    name: 'Google OAuth token',
    prefix: 'ya29.',
    rest: body(20, 2048, '\\w.-'),
    source: 'https://developers.google.com/identity/protocols/oauth2',
  },
  {
    name: 'Google OAuth client secret',
    prefix: 'GOCSPX-',
    rest: body(20, 64, URL64),
    source: SCANNING,
  },
  AZURE_SECRET,
  {
    name: 'Alibaba access key id',
    prefix: 'LTAI',
    rest: body(16, 24),
    source: GITLEAKS,
  },
  {
    name: 'Tencent secret id',
    prefix: 'AKID',
    rest: body(32, 48),
    needs: 'mixed',
    source: SCANNING,
  },
  {
    name: 'Scaleway access key',
    prefix: 'SCW',
    rest: body(17, 17, 'A-Z0-9'),
    needs: 'digit',
    source: SCANNING,
  },
  { name: 'Yandex Cloud key', prefix: 'AQVN', rest: body(35, 38, URL64), source: GITLEAKS },
  ...each(['YCA', 'YCB', 'YCM', 'YCN', 'YCO', 'YCP'], {
    name: 'Yandex access key',
    rest: body(37, 37, URL64),
    needs: 'mixed',
    source: GITLEAKS,
  }),
  {
    name: 'Yandex IAM token',
    prefix: 't1.',
    rest: exactly(/[\w-]{1,256}={0,2}\.[\w-]{86}={0,2}/),
    source: GITLEAKS,
  },
  ...each(['dop_v1_', 'doo_v1_', 'dor_v1_'], {
    name: 'DigitalOcean token',
    rest: body(40, 64, HEX),
    source: DIGITALOCEAN,
  }),
  {
    name: 'Cloudflare origin CA key',
    prefix: 'v1.0-',
    rest: exactly(/[a-f0-9]{24}-[a-f0-9]{146}/),
    source: GITLEAKS,
  },
  ...each(['hvs.', 'hvb.', 'hvr.'], {
    name: 'HashiCorp Vault token',
    rest: body(24, 400, URL64),
    source: VAULT,
  }),
  {
    name: 'HashiCorp Vault token',
    prefix: 's.',
    rest: body(24, 24),
    needs: 'mixed',
    source: VAULT,
  },
  {
    name: 'HCP Terraform token',
    prefix: 'atlasv1.',
    rest: body(40, 90, '\\w=-'),
    before: { pattern: /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.$/, reach: 16 },
    source: GITLEAKS,
  },
  ...each(['dp.pt.', 'dp.st.', 'dp.ct.', 'dp.sa.', 'dp.scim.', 'dp.audit.'], {
    name: 'Doppler token',
    rest: body(40, 128, '\\w.-'),
    source: GITLEAKS,
  }),
  { name: 'Heroku key', prefix: 'HRKU-', rest: body(30, 64, URL64), source: GITLEAKS },
  ...each(['fo1_', 'fm1a_', 'fm1r_', 'fm2_'], {
    name: 'Fly.io token',
    rest: body(40, 2048, 'A-Za-z0-9+/=_,-'),
    source: GITLEAKS,
  }),
  ...each(['pscale_tkn_', 'pscale_oauth_', 'pscale_pw_'], {
    name: 'PlanetScale credential',
    rest: body(20, 64, '\\w=.-'),
    source: GITLEAKS,
  }),
  ...each(['sbp_', 'sb_secret_'], {
    name: 'Supabase key',
    rest: body(20, 64, URL64),
    needs: 'digit',
    source: SCANNING,
  }),
  { name: 'Netlify token', prefix: 'nfp_', rest: body(30, 64), source: SCANNING },
  { name: 'Render key', prefix: 'rnd_', rest: body(24, 40), needs: 'digit', source: SCANNING },
  { name: 'Vercel token', prefix: 'vcp_', rest: body(24, 64), needs: 'digit', source: SCANNING },
  { name: 'Pulumi token', prefix: 'pul-', rest: body(40, 40, HEX), source: GITLEAKS },
  { name: 'Infracost key', prefix: 'ico-', rest: body(32, 32), source: GITLEAKS },
  { name: 'Scalingo token', prefix: 'tk-us-', rest: body(40, 64, URL64), source: GITLEAKS },
  {
    name: 'Tailscale key',
    prefix: 'tskey-',
    rest: body(16, 96, URL64),
    needs: 'digit',
    source: SCANNING,
  },
  { name: 'OpenShift token', prefix: 'sha256~', rest: body(43, 43, URL64), source: GITLEAKS },
  { name: 'Prefect key', prefix: 'pnu_', rest: body(36, 36), source: GITLEAKS },
  {
    name: 'Harness key',
    prefix: 'pat.',
    rest: exactly(/[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}/),
    source: GITLEAKS,
  },
  {
    name: 'Harness key',
    prefix: 'sat.',
    rest: exactly(/[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}/),
    source: GITLEAKS,
  },
  {
    name: 'Defined Networking token',
    prefix: 'dnkey-',
    rest: body(40, 96, '\\w=-'),
    source: GITLEAKS,
  },
  ...each(['sc_', 'ext_', 'scauth_', 'authress_'], {
    name: 'Authress access key',
    rest: exactly(
      /[A-Za-z0-9]{5,30}\.[A-Za-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[A-Za-z0-9+/_=-]{30,120}/,
    ),
    source: GITLEAKS,
  }),
  { name: 'Octopus Deploy key', prefix: 'API-', rest: body(26, 26, 'A-Z0-9'), source: GITLEAKS },
  ...each(['AKCp'], {
    name: 'Artifactory key',
    rest: body(20, 96),
    needs: 'digit',
    source: GITLEAKS,
  }),
  { name: 'Artifactory reference token', prefix: 'cmVmd', rest: body(40, 80), source: GITLEAKS },
  ...each(
    Array.from('0123456789ABCDEF', (digit) => `AP${digit}`),
    {
      name: 'Artifactory password',
      rest: body(20, 128),
      needs: 'mixed',
      source:
        'https://github.com/Yelp/detect-secrets/blob/master/detect_secrets/plugins/artifactory.py',
    },
  ),
  {
    name: 'SoftLayer key in a URL',
    prefix: 'api.softlayer.com/soap/v3',
    rest: /(?:\.1)?\/([a-z0-9]{64})(?![A-Za-z0-9])/iy,
    source:
      'https://github.com/Yelp/detect-secrets/blob/master/detect_secrets/plugins/softlayer.py',
  },
];
