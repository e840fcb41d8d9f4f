import { GITLEAKS, type KeyFormat, SCANNING } from './format.js';

/** URLs that let anyone who knows them post; the host and path up to the secret are kept. */
export const WEBHOOKS: readonly KeyFormat[] = [
  {
    name: 'Slack webhook',
    prefix: 'hooks.slack.com/',
    rest: /(?:services|workflows|triggers)\/([\w/+-]{20,200})/y,
    source: GITLEAKS,
  },
  {
    name: 'Slack webhook for governments',
    prefix: 'hooks.slack-gov.com/',
    rest: /(?:services|workflows|triggers)\/([\w/+-]{20,200})/y,
    source: GITLEAKS,
  },
  {
    name: 'Zapier webhook',
    prefix: 'hooks.zapier.com/hooks/catch/',
    rest: /([\w/-]{8,100})/y,
    source: SCANNING,
  },
  ...['discord.com/api/', 'discordapp.com/api/'].map((prefix) => ({
    name: 'Discord webhook',
    prefix,
    rest: /(?:v\d{1,2}\/)?webhooks\/\d{15,22}\/([\w-]{40,100})/y,
    source: 'https://discord.com/developers/docs/resources/webhook',
  })),
  {
    name: 'Microsoft Teams webhook',
    prefix: 'webhook.office.com/',
    rest: /webhookb2\/([\w@-]{20,100}\/IncomingWebhook\/[\w/-]{20,128})/y,
    source: GITLEAKS,
  },
  {
    name: 'Microsoft Teams webhook',
    prefix: 'outlook.office.com/',
    rest: /webhook\/([\w@-]{20,100}\/IncomingWebhook\/[\w/-]{20,128})/y,
    source: GITLEAKS,
  },
  {
    name: 'Microsoft Teams webhook',
    prefix: 'outlook.office365.com/',
    rest: /webhook\/([\w@-]{20,100}\/IncomingWebhook\/[\w/-]{20,128})/y,
    source: GITLEAKS,
  },
  {
    name: 'Telegram bot in a URL',
    prefix: 'api.telegram.org/',
    rest: /(?:file\/)?bot(\d{5,16}:[\w-]{20,64})/y,
    source: 'https://core.telegram.org/bots/api#making-requests',
  },
  {
    name: 'PagerDuty integration key',
    prefix: 'events.pagerduty.com/',
    rest: /(?:x-ere|integration)\/([A-Za-z0-9]{20,40})/y,
    source: 'https://support.pagerduty.com/main/docs/services-and-integrations',
  },
  {
    name: 'IFTTT webhook key',
    prefix: 'maker.ifttt.com/',
    rest: /trigger\/[^\s/]{1,100}\/(?:json\/)?with\/key\/([\w-]{16,64})/y,
    source: 'https://help.ifttt.com/hc/en-us/articles/115010230347',
  },
  ...['open.feishu.cn/', 'open.larksuite.com/'].map((prefix) => ({
    name: 'Feishu webhook',
    prefix,
    rest: /open-apis\/bot\/(?:v2\/)?hook\/([\w-]{16,64})/y,
    source: 'https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot',
  })),
  {
    name: 'Mattermost webhook',
    prefix: 'hooks/',
    rest: /((?=[a-z]{0,24}\d)[a-z0-9]{26})(?![A-Za-z0-9_-])/y,
    source: 'https://developers.mattermost.com/integrate/webhooks/incoming/',
  },
  {
    name: 'Rocket.Chat webhook',
    prefix: 'hooks/',
    rest: /([A-Za-z0-9]{17,24}\/[A-Za-z0-9]{40,64})(?![A-Za-z0-9])/y,
    source: 'https://docs.rocket.chat/docs/integrations',
  },
  {
    name: 'Flock webhook',
    prefix: 'api.flock.com/hooks/sendMessage/',
    rest: /([\w-]{16,64})/y,
    source: SCANNING,
  },
  {
    name: 'Gitter webhook',
    prefix: 'webhooks.gitter.im/e/',
    rest: /([a-z0-9]{16,64})/y,
    source: 'https://github.com/gitterHQ/services',
  },
  {
    name: 'Healthchecks ping address',
    prefix: 'hc-ping.com/',
    rest: /([\w-]{20,64})/y,
    source: 'https://healthchecks.io/docs/http_api/',
  },
  {
    name: 'webhook.site address',
    prefix: 'webhook.site/',
    rest: /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/y,
    source: 'https://docs.webhook.site/',
  },
  {
    name: 'VictorOps key',
    prefix: 'alert.victorops.com/integrations/',
    rest: /generic\/\d{1,12}\/alert\/([\w-]{20,64})/y,
    source: 'https://help.victorops.com/knowledge-base/rest-endpoint-integration-guide/',
  },
  {
    name: 'Netlify build hook',
    prefix: 'api.netlify.com/build_hooks/',
    rest: /([0-9a-f]{20,32})/y,
    source: 'https://docs.netlify.com/configure-builds/build-hooks/',
  },
  {
    name: 'Vercel deploy hook',
    prefix: 'api.vercel.com/v1/integrations/deploy/',
    rest: /(\w{8,48}\/[A-Za-z0-9]{8,32})/y,
    source: 'https://vercel.com/docs/deploy-hooks',
  },
  ...['hook.eu', 'hook.us'].map((prefix) => ({
    name: 'Make webhook',
    prefix,
    rest: /(?:\d?\.make\.com\/)([A-Za-z0-9]{24,48})/y,
    source: 'https://help.make.com/webhooks',
  })),
];
