import {
  type BooleanParam,
  defineBoolean,
  defineInt,
  defineString,
  type IntParam,
  select,
  type StringParam,
} from 'firebase-functions/params';

import { ALERT_INSTANCES, MAX_INSTANCES, NOTICE_INSTANCES, RECORDER_INSTANCES } from './limits.js';

interface Parameter {
  default: string | number | boolean;
  /** Shown by `firebase`. */
  description: string;
  /** All allowed values. */
  words?: readonly string[];
  /** Below it, the default applies. */
  least?: number;
}

const account = (whose: string) => `Account of ${whose}; empty: the default compute account`;
const perMinute = (what: string) =>
  `${what} a minute for a tenant without a quota of its own; 0 for no limit`;
const INGRESS = ['ALLOW_ALL', 'ALLOW_INTERNAL_ONLY', 'ALLOW_INTERNAL_AND_GCLB'] as const;
const ingress = {
  default: INGRESS[0],
  description: 'From where a function can be called',
  words: INGRESS,
} as const;
const instances = { description: 'Instances of a function', least: 0 } as const;

/**
 * Every parameter of the gateway. Its value comes from `functions/.env`, which has the defaults, from
 * `functions/.env.PROJECT` or, in the emulators only, `functions/.env.local`; without one the
 * default applies. To add a parameter, add an entry here and a line in `functions/.env`; handlers get
 * it through `settings()` of `config.ts`.
 */
const PARAMETERS = {
  REGION: { default: 'us-central1', description: 'Region of the functions' },
  PUBSUB_TOPIC: {
    default: 'log-ingestion',
    description: 'Pub/Sub topic that accepted logs go to',
  },
  PUBSUB_DEAD_LETTER_TOPIC: {
    default: 'log-ingestion-dlq',
    description: 'Pub/Sub topic that failed logs go to',
  },
  PUBSUB_ALERTS_TOPIC: {
    default: 'log-alerts',
    description: 'Pub/Sub topic that what alerts ask for goes to',
  },
  PUBSUB_NOTICES_TOPIC: {
    default: 'alert-notices',
    description: 'Pub/Sub topic that notices of alerts go to, one message a target',
  },
  // Rules and indexes are deployed to the one that firebase.json names.
  FIRESTORE_DATABASE: {
    default: '(default)',
    description: 'Firestore database of the gateway',
  },
  LOG_LEVEL: {
    default: 'INFO',
    description: 'Least severity of the gateway’s own logs',
    words: ['DEBUG', 'INFO', 'WARNING', 'ERROR'],
  },
  INGEST_AUTH: {
    default: 'api_key',
    description: 'Who may write logs',
    words: ['api_key', 'open'],
  },
  INGEST_CORS_ORIGINS: {
    default: '',
    description: 'Origins whose pages may call ingest, separated by commas; * for any; empty: none',
  },
  PUBSUB_PUSH_AUDIENCE: {
    default: '',
    description: 'Audience of the tokens that push subscriptions send; empty: none are taken',
  },
  PUBLISH_TIMEOUT_MS: {
    default: 10_000,
    description: 'Longest wait for a publish, in milliseconds',
    least: 1,
  },
  STORE_TIMEOUT_MS: {
    default: 20_000,
    description: 'Longest wait for a Firestore write, in milliseconds',
    least: 1,
  },
  HEAL_ROUNDS: {
    default: 3,
    description: 'How often a message that failed too often is sent back automatically; 0: never',
  },
  HEAL_WAIT_SECONDS: {
    default: 300,
    description: 'Wait before it is sent back a second time, in seconds; later ones take longer',
    least: 1,
  },
  ALERT_PAGE_URL: {
    default: '',
    description: 'Address of the readers’ page in notices; empty: https://PROJECT.web.app',
  },
  ALERT_MAIL_COLLECTION: {
    default: '',
    description:
      'Collection that the extension "Trigger Email" watches; empty: alerts send no mail',
  },
  QUOTA_REQUESTS_PER_MINUTE: { default: 120_000, description: perMinute('Requests') },
  QUOTA_BYTES_PER_MINUTE: { default: 1024 ** 3, description: perMinute('Bytes') },
  // Below the 500 documents a second that a tenant's storage takes: docs/scaling.md.
  QUOTA_LOGS_PER_MINUTE: { default: 27_000, description: perMinute('Logs') },
  REDACT_IP: {
    default: true,
    description: 'Redact IP addresses, for tenants whose own settings do not say',
  },
  REDACT_MAC: {
    default: false,
    description: 'Redact MAC addresses, for tenants whose own settings do not say',
  },

  // Each function's service account, instances and callers. Every deployment sets them all, so a value
  // set by hand in the console would be lost at the next one.
  INGEST_SERVICE_ACCOUNT: { default: 'log-ingest@', description: account('ingest') },
  INGEST_MIN_INSTANCES: { default: 0, ...instances },
  INGEST_MAX_INSTANCES: { default: MAX_INSTANCES, ...instances },
  INGEST_INGRESS: ingress,
  WORKER_SERVICE_ACCOUNT: { default: 'log-worker@', description: account('processLogs') },
  WORKER_MIN_INSTANCES: { default: 0, ...instances },
  WORKER_MAX_INSTANCES: { default: MAX_INSTANCES, ...instances },
  RECORDER_SERVICE_ACCOUNT: {
    default: 'log-recorder@',
    description: account('recordDeadLetters'),
  },
  RECORDER_MAX_INSTANCES: { default: RECORDER_INSTANCES, ...instances, least: 1 },
  ALERTS_SERVICE_ACCOUNT: {
    default: 'log-alerts@',
    description: account('countAlerts, checkAbsence and testAlert'),
  },
  ALERTS_MAX_INSTANCES: { default: ALERT_INSTANCES, ...instances },
  NOTICES_SERVICE_ACCOUNT: { default: 'log-notices@', description: account('sendNotices') },
  NOTICES_MAX_INSTANCES: { default: NOTICE_INSTANCES, ...instances },
  CONSOLE_SERVICE_ACCOUNT: {
    default: 'log-console@',
    description: account('what admins call, without replay'),
  },
  CONSOLE_MAX_INSTANCES: { default: MAX_INSTANCES, ...instances },
  CONSOLE_INGRESS: ingress,
  CONSOLE_APP_CHECK: {
    default: false,
    description: 'Refuse calls of the console without an App Check token',
  },
  REPLAY_SERVICE_ACCOUNT: { default: 'log-replay@', description: account('replayDeadLetter') },
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof PARAMETERS;

type Default<Name extends ParameterName> = (typeof PARAMETERS)[Name]['default'];

type Expression<D> = D extends string ? StringParam : D extends number ? IntParam : BooleanParam;

type Value<D> = D extends string ? string : D extends number ? number : boolean;

/** Each in the form that function options take: unresolved, as there is no value yet at deployment. */
export const parameters = defineAll();

/**
 * The value in this process; call it in handlers only. `firebase` sets every parameter in
 * the environment of a function; a server started by hand may not, and gets the defaults.
 */
export function valueOf<Name extends ParameterName>(name: Name): Value<Default<Name>> {
  // oxlint-disable-next-line no-unsafe-type-assertion -- of the default's type, whichever it is
  return resolve(PARAMETERS[name], process.env[name]?.trim() ?? '') as Value<Default<Name>>;
}

function resolve({ default: otherwise, least = -Infinity }: Parameter, text: string) {
  if (text === '') return otherwise;
  if (typeof otherwise === 'string') return text;
  if (typeof otherwise === 'number') {
    const number = Number.parseInt(text, 10);
    return number >= least ? number : otherwise;
  }
  // Only a plain word switches it; for anything else the default applies.
  const word = text.toLowerCase();
  return word === 'true' || (word !== 'false' && otherwise);
}

/**
 * A setting for which Firebase takes no parameter, so it is read while a deployment loads this
 * file; `firebase` has read the same files by then.
 */
export function ingressOf(name: 'INGEST_INGRESS' | 'CONSOLE_INGRESS'): (typeof INGRESS)[number] {
  const value = valueOf(name);
  const found = INGRESS.find((word) => word === value);
  if (found === undefined) throw new Error(`${name} is ${value}: say one of ${INGRESS.join(', ')}`);
  return found;
}

/**
 * The full account name, read like {@link ingressOf}: `firebase` passes the name to Cloud Scheduler
 * verbatim, without the domain that it appends to `log-alerts@` everywhere else.
 */
export function accountOf(name: 'ALERTS_SERVICE_ACCOUNT'): string | undefined {
  const value = valueOf(name);
  if (value === '') return undefined;
  const project = process.env['GCLOUD_PROJECT'] ?? '';
  return value.endsWith('@') ? `${value}${project}.iam.gserviceaccount.com` : value;
}

/** Whether it is switched on, read like {@link ingressOf}. A typo must not silently leave it off. */
export function switchOf(name: 'CONSOLE_APP_CHECK'): boolean {
  const text = process.env[name] || 'false';
  if (text !== 'true' && text !== 'false') {
    throw new Error(`${name} is ${text}: say true or false`);
  }
  return text === 'true';
}

function defineAll() {
  const defined = Object.entries(PARAMETERS).map(([name, parameter]) => [
    name,
    define(name, parameter),
  ]);
  // oxlint-disable-next-line no-unsafe-type-assertion -- one entry a parameter
  return Object.fromEntries(defined) as { [Name in ParameterName]: Expression<Default<Name>> };
}

function define(name: string, { default: otherwise, description, words }: Parameter) {
  if (typeof otherwise === 'number') return defineInt(name, { default: otherwise, description });
  if (typeof otherwise === 'boolean') {
    return defineBoolean(name, { default: otherwise, description });
  }
  return defineString(name, {
    default: otherwise,
    description,
    ...(words && { input: select([...words]) }),
  });
}
