import { notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import type { Resource } from '../project.js';
import { type Route, routesOf } from '../route.js';

/** https://cloud.google.com/eventarc/docs/reference/rest/v1/projects.locations.triggers */
export function eventarc(plane: Plane): Route[] {
  const route = routesOf('eventarc.googleapis.com');
  return [
    route(
      'GET',
      /^\/v1\/(projects\/[^/]+\/locations\/[^/]+\/triggers\/[^/]+)$/,
      (_call, name = '') => {
        const found = plane.project.triggers.get(name);
        if (found === undefined) throw notFound();
        if (found['looksLeft'] > 0) {
          found['looksLeft'] -= 1;
          throw notFound();
        }
        const { looksLeft: _, ...trigger } = found;
        return trigger;
      },
    ),
  ];
}

/** What Eventarc makes for a function that messages trigger, with its own defaults. */
export function addTrigger(plane: Plane, created: Resource, region: string): void {
  const { project, faults } = plane;
  const { service, uri, serviceAccountEmail } = created['serviceConfig'];
  const name = `${String(service).split('/').pop()}-${plane.unique()}`;
  const trigger = `projects/${project.id}/locations/${region}/triggers/${name}`;
  const subscription = `projects/${project.id}/subscriptions/eventarc-${region}-${name}-sub-${plane.unique()}`;
  const topic = created['eventTrigger'].pubsubTopic;
  if (!project.topics.has(topic)) throw notFound(`Resource not found (resource=${topic}).`);
  Object.assign(created['eventTrigger'], {
    trigger,
    triggerRegion: region,
    serviceAccountEmail: created['eventTrigger'].serviceAccountEmail ?? serviceAccountEmail,
  });
  project.triggers.set(trigger, {
    name: trigger,
    transport: { pubsub: { topic, subscription } },
    looksLeft: faults.slowTriggers,
  });
  project.subscriptions.set(subscription, {
    name: subscription,
    topic,
    ackDeadlineSeconds: 10,
    messageRetentionDuration: '86400s',
    expirationPolicy: {},
    pushConfig: { pushEndpoint: uri },
    state: 'ACTIVE',
    looksLeft: faults.slowSubscriptions,
  });
}

export function removeTrigger({ project }: Plane, name: string | undefined): void {
  const trigger = name === undefined ? undefined : project.triggers.get(name);
  if (trigger === undefined) return;
  project.subscriptions.delete(trigger['transport'].pubsub.subscription);
  project.triggers.delete(trigger['name']);
}
