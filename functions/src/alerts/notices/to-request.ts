import type { TargetSecret } from '../../contract/alert.js';
import type { Instant } from '../../contract/instant.js';
import { discordBody } from './bodies/discord.js';
import { pagerDutyBody } from './bodies/pagerduty.js';
import { slackBody } from './bodies/slack.js';
import { teamsBody } from './bodies/teams.js';
import { webhookBody } from './bodies/webhook.js';
import type { Notice } from './notice.js';
import type { PostRequest } from './post.js';
import { signatureHeaders } from './signature.js';

export interface RequestOptions {
  /** The id of this notice at this target, the same for each attempt. */
  id: string;
  now: Instant;
  pagerDutyUrl: string;
}

/** A notice as a request in its target's format, addressed and signed. */
export function toRequest(
  notice: Notice,
  secret: Exclude<TargetSecret, { kind: 'email' }>,
  { id, now, pagerDutyUrl }: RequestOptions,
): PostRequest {
  const headers = { 'content-type': 'application/json' };
  const { kind } = secret;
  if (kind === 'webhook') {
    const body = JSON.stringify(webhookBody(notice));
    const signature = signatureHeaders({ id, body }, secret.secrets, now);
    return { url: secret.url, headers: { ...headers, ...signature }, body };
  }
  if (kind === 'pagerduty') {
    const body = JSON.stringify(pagerDutyBody(notice, secret.routing_key));
    return { url: pagerDutyUrl, headers, body };
  }
  return { url: secret.url, headers, body: JSON.stringify(CHATS[kind](notice)) };
}

const CHATS = { slack: slackBody, discord: discordBody, teams: teamsBody } as const;
