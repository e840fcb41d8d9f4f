import { ApiError, notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { readPolicy, writePolicy } from '../policies.js';
import type { Resource } from '../project.js';
import { type Route, routesOf } from '../route.js';

/** https://cloud.google.com/pubsub/docs/reference/rest */
export function pubsub(plane: Plane): Route[] {
  const route = routesOf('pubsub.googleapis.com');
  return [
    route(
      'GET',
      /^\/v1\/projects\/[^/]+\/subscriptions$/,
      () => ({
        subscriptions: [...plane.project.subscriptions.values()].map(
          ({ looksLeft: _looksLeft, ...subscription }) => subscription,
        ),
      }),
      { gives: 'google.pubsub.v1.ListSubscriptionsResponse' },
    ),
    ...resources(plane, 'topics', 'Topic', () => plane.project.topics),
    ...resources(plane, 'subscriptions', 'Subscription', () => plane.project.subscriptions),
    route(
      'GET',
      /^\/v1\/(projects\/[^/]+\/topics\/[^/]+)\/subscriptions$/,
      (_call, topic = '') => ({
        subscriptions: [...plane.project.subscriptions.values()]
          .filter((subscription) => subscription['topic'] === topic)
          .map(({ name }) => name),
      }),
      { gives: 'google.pubsub.v1.ListTopicSubscriptionsResponse' },
    ),
  ];
}

function resources(
  plane: Plane,
  kind: 'topics' | 'subscriptions',
  type: 'Topic' | 'Subscription',
  all: () => Map<string, Resource>,
): Route[] {
  const route = routesOf('pubsub.googleapis.com');
  const path = new RegExp(`^/v1/(projects/[^/]+/${kind}/[^/:]+)$`);
  const gives = `google.pubsub.v1.${type}`;
  const find = (name: string): Resource => {
    const found = all().get(name);
    // A new subscription may not be visible everywhere yet.
    if (found !== undefined && (found['looksLeft'] ?? 0) > 0) found['looksLeft'] -= 1;
    else if (found !== undefined) {
      delete found['looksLeft'];
      return found;
    }
    throw notFound(`Resource not found (resource=${name.split('/').pop()}).`);
  };
  return [
    route('GET', path, (_call, name = '') => find(name), { gives }),
    route(
      'PUT',
      path,
      ({ body }, name = '') => {
        if (all().has(name)) throw new ApiError(409, 'Resource already exists in the project.');
        if (kind === 'subscriptions' && !plane.project.topics.has(body.topic)) throw notFound();
        all().set(name, { ...body, name });
        return all().get(name);
      },
      { gives, takes: gives },
    ),
    route(
      'PATCH',
      path,
      ({ body }, name = '') => {
        const wanted = body[type.toLowerCase()];
        for (const field of String(body.updateMask).split(',')) find(name)[field] = wanted[field];
        return find(name);
      },
      { gives, takes: `google.pubsub.v1.Update${type}Request` },
    ),
    route(
      'GET',
      new RegExp(`^/v1/(projects/[^/]+/${kind}/[^/]+):getIamPolicy$`),
      (_call, name = '') => readPolicy(plane, String(find(name)['name'])),
      { gives: 'google.iam.v1.Policy' },
    ),
    route(
      'POST',
      new RegExp(`^/v1/(projects/[^/]+/${kind}/[^/]+):setIamPolicy$`),
      ({ body }, name = '') => writePolicy(plane, String(find(name)['name']), body.policy),
      { gives: 'google.iam.v1.Policy', takes: 'google.iam.v1.SetIamPolicyRequest' },
    ),
  ];
}
