import { statusOf } from '../google/errors.js';
import type { MonitoringClients } from '../google/monitoring-clients.js';
import { OperatorError } from '../../terminal/operator-error.js';
import { MANAGED_BY } from './managed.js';
import { take, type Work } from './steps.js';

type Client = MonitoringClients['channels'];

/**
 * The notification channels that alerts are to use: each by its name
 * (`projects/P/notificationChannels/N`), or an e-mail address, for which a channel is created if
 * there is none. Resolves to their names.
 */
export async function applyChannels(
  work: Work,
  client: Client,
  channels: string[],
): Promise<string[]> {
  const names: string[] = [];
  for (const channel of channels) {
    names.push(
      channel.includes('@')
        ? await emailChannel(work, client, channel)
        : await existing(client, channel, work.project),
    );
  }
  return names;
}

async function emailChannel(work: Work, client: Client, address: string): Promise<string> {
  const name = `projects/${work.project}`;
  const [found] = await client.listNotificationChannels({ name, filter: 'type = "email"' });
  const current = found.find(({ labels }) => labels?.['email_address'] === address);
  const outcome = current === undefined ? 'created' : 'unchanged';
  let made = current?.name ?? `${name}/notificationChannels/(to be created)`;
  await take(work, { what: `channel ${address}`, outcome, differing: [] }, async () => {
    const [created] = await client.createNotificationChannel({
      name,
      notificationChannel: {
        type: 'email',
        displayName: `Log ingestion: ${address}`,
        labels: { email_address: address },
        userLabels: MANAGED_BY,
      },
    });
    made = created.name ?? made;
  });
  return made;
}

async function existing(client: Client, name: string, project: string): Promise<string> {
  if (!/^projects\/[^/]+\/notificationChannels\/[^/]+$/.test(name)) {
    throw new OperatorError(
      `${name} is not a notification channel. Give an e-mail address, or a name such as projects/${project}/notificationChannels/ID.`,
    );
  }
  try {
    const [channel] = await client.getNotificationChannel({ name });
    return channel.name ?? name;
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    throw new OperatorError(
      `There is no notification channel ${name}: see \`gcloud beta monitoring channels list --project ${project}\`, or give an e-mail address.`,
    );
  }
}
