import { notFound } from '../../api-error.js';
import type { Plane } from '../plane.js';
import { type Route, routesOf } from '../route.js';

/** https://firebase.google.com/docs/reference/rules/rest */
export function rules(plane: Plane): Route[] {
  const route = routesOf('firebaserules.googleapis.com');
  const release = (name: string) => {
    const found = plane.project.releases.get(name);
    if (found === undefined) throw notFound();
    return found;
  };
  return [
    route('POST', /^\/v1\/projects\/[^/]+:test$/, () => ({ issues: [] })),
    route('GET', /^\/v1\/projects\/[^/]+\/releases$/, () => ({
      releases: [...plane.project.releases.values()],
    })),
    route('GET', /^\/v1\/(projects\/[^/]+\/releases\/.+)$/, (_call, name = '') => release(name)),
    route('POST', /^\/v1\/(projects\/[^/]+)\/rulesets$/, ({ body }, parent = '') => {
      const name = `${parent}/rulesets/ruleset-${plane.unique()}`;
      plane.project.rulesets.set(name, { name, source: body.source, createTime: now() });
      return plane.project.rulesets.get(name);
    }),
    route('GET', /^\/v1\/(projects\/[^/]+\/rulesets\/[^/]+)$/, (_call, name = '') => {
      const found = plane.project.rulesets.get(name);
      if (found === undefined) throw notFound();
      return found;
    }),
    route('POST', /^\/v1\/projects\/[^/]+\/releases$/, ({ body }) => {
      plane.project.releases.set(body.name, { ...body, createTime: now(), updateTime: now() });
      return release(body.name);
    }),
    route('PATCH', /^\/v1\/(projects\/[^/]+\/releases\/.+)$/, ({ body }, name = '') =>
      Object.assign(release(name), body.release, { updateTime: now() }),
    ),
  ];
}

const now = () => new Date().toISOString();
