import {
  alertRuns,
  consoleRuns,
  ingestRuns,
  noticeRuns,
  recorderRuns,
  replayRuns,
  settings,
  workerRuns,
} from '../../../functions/src/config.js';
import { retentionSubscription } from '../../../functions/src/contract/dead-letter.js';
import type { FunctionName } from '../../../functions/src/contract/function-names.js';

/** One of the gateway's own accounts, and everything it may do. */
export interface ServiceAccount {
  /** The parameter that names it. */
  parameter: string;
  /** What it is for, as the console shows it. */
  displayName: string;
  /** `log-ingest@P.iam.gserviceaccount.com` */
  email: string;
  /** Roles in the project. */
  roles: string[];
  /** Roles on a single resource; a topic or subscription by its name, a function by its id. */
  on: { kind: 'topic' | 'subscription' | 'function'; name: string; role: string }[];
}

const STORE = 'roles/datastore.user';
const SEES_USERS = 'roles/firebaseauth.viewer';
const RECEIVES_EVENTS = 'roles/eventarc.eventReceiver';

/** The accounts that the parameters name, except the default account and other projects' accounts. */
export function serviceAccounts(project: string): ServiceAccount[] {
  const { topic, deadLetterTopic, alertsTopic, noticesTopic } = settings();
  const publishes = (name: string) =>
    ({ kind: 'topic', name, role: 'roles/pubsub.publisher' }) as const;
  const isCalledBy = (name: FunctionName) =>
    ({ kind: 'function', name, role: 'roles/run.invoker' }) as const;
  const all = [
    {
      parameter: ingestRuns.serviceAccount,
      displayName: 'Logs: ingest',
      roles: [STORE],
      on: [publishes(topic)],
    },
    {
      parameter: workerRuns.serviceAccount,
      displayName: 'Logs: processLogs',
      roles: [STORE, RECEIVES_EVENTS],
      on: [publishes(deadLetterTopic), publishes(alertsTopic), isCalledBy('processLogs')],
    },
    {
      parameter: recorderRuns.serviceAccount,
      displayName: 'Logs: recordDeadLetters',
      roles: [STORE, RECEIVES_EVENTS],
      // Letters that died in an outage are sent back.
      on: [publishes(topic), isCalledBy('recordDeadLetters')],
    },
    {
      parameter: alertRuns.serviceAccount,
      displayName: 'Logs: countAlerts, checkAbsence and testAlert',
      // The caller who tests an alert is looked up first.
      roles: [STORE, RECEIVES_EVENTS, SEES_USERS],
      on: [publishes(noticesTopic), isCalledBy('countAlerts'), isCalledBy('checkAbsence')],
    },
    {
      parameter: noticeRuns.serviceAccount,
      displayName: 'Logs: sendNotices',
      roles: [STORE, RECEIVES_EVENTS],
      on: [isCalledBy('sendNotices')],
    },
    {
      parameter: consoleRuns.serviceAccount,
      displayName: 'Logs: what admins call',
      roles: [STORE, SEES_USERS],
      on: [],
    },
    {
      parameter: replayRuns.serviceAccount,
      displayName: 'Logs: replayDeadLetter',
      roles: [STORE, SEES_USERS],
      on: [
        publishes(topic),
        {
          kind: 'subscription',
          name: retentionSubscription(deadLetterTopic),
          role: 'roles/pubsub.subscriber',
        } as const,
      ],
    },
  ];
  return all.flatMap(({ parameter, ...account }) => {
    const email = toEmail(parameter.value(), project);
    return email === undefined ? [] : [{ ...account, parameter: parameter.name, email }];
  });
}

/** Expands `log-ingest@` to an account of the project, as `firebase` does. */
function toEmail(value: string, project: string): string | undefined {
  const domain = `${project}.iam.gserviceaccount.com`;
  if (value.endsWith('@')) return `${value}${domain}`;
  return value.endsWith(`@${domain}`) ? value : undefined;
}
