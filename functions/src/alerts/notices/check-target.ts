import { z } from 'zod';

import type { CheckTarget, NewTarget } from '../../contract/alert.js';
import { MAX_MAIL_ADDRESS_LENGTH } from '../../limits.js';
import type { ResolvePublic } from './post.js';
import { newSigningSecret } from './signature.js';

export interface CheckTargetDeps {
  resolvePublic: ResolvePublic;
  /** Whether the project sends mail at all. */
  sendsMail: boolean;
}

/** Checks a target when it is set; its addresses are checked again for each notice. */
export function createCheckTarget({ resolvePublic, sendsMail }: CheckTargetDeps): CheckTarget {
  return async (target) => {
    if (target.kind === 'email') {
      const address = target.address.trim();
      if (!sendsMail) return refused(NO_MAIL);
      if (!mailAddress.safeParse(address).success) return refused(NO_ADDRESS);
      return { ok: true, label: address, secret: { kind: 'email', address } };
    }
    if (target.kind === 'pagerduty') {
      const routing_key = target.routing_key.trim();
      if (!/^[A-Za-z0-9]{32}$/.test(routing_key)) return refused(NO_ROUTING_KEY);
      const label = `…${routing_key.slice(-4)}`;
      return { ok: true, label, secret: { kind: 'pagerduty', routing_key } };
    }
    return checkUrl(target);
  };

  async function checkUrl({ kind, url: text }: WithUrl): ReturnType<CheckTarget> {
    const url = readTargetUrl(text);
    if (typeof url === 'string') return refused(url);
    const found = await resolvePublic(hostOf(url));
    if (!found.ok) return refused(UNREACHABLE[found.reason]);
    const { href, host: label } = url;
    if (kind !== 'webhook') return { ok: true, label, secret: { kind, url: href } };
    const secrets = [{ secret: newSigningSecret() }];
    return { ok: true, label, secret: { kind, url: href, secrets } };
  }
}

type WithUrl = Extract<NewTarget, { url: string }>;

/** A target's address, or what is wrong with it. */
export function readTargetUrl(text: string): URL | string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') return 'must be an address that begins with https://.';
  if (url.username !== '' || url.password !== '') return 'must hold no user name and no password.';
  // Ports below 1024 belong to other services.
  if (url.port !== '' && Number(url.port) < 1024) return NO_PORT;
  url.hash = '';
  return url;
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

const mailAddress = z.email().max(MAX_MAIL_ADDRESS_LENGTH);

const refused = (detail: string) => ({ ok: false, detail }) as const;

const UNREACHABLE = {
  address_not_public: 'leads to an address that is not on the public internet.',
  name_not_found: 'has a host name that does not exist.',
} as const;

const NO_PORT = 'must use port 443, or one from 1024 up.';
const NO_ADDRESS = 'must be one mail address, without a name.';
const NO_MAIL = 'cannot be sent: this gateway has no mail set up; ask its operator.';
const NO_ROUTING_KEY =
  'must be an integration key of PagerDuty’s Events API v2: 32 letters and digits.';
