import { notFound } from '../api-error.js';
import type { Resource } from './project.js';

/** Long-running operations, each done at the second poll: https://google.aip.dev/151 */
export class Operations {
  readonly #running = new Map<string, { looks: number; response: () => Resource }>();
  #next = 1;

  /** @param parent `projects/p/locations/r`, or '' where an API's operations have none */
  start(parent: string, response: () => Resource): Resource {
    const name = `${parent === '' ? '' : `${parent}/`}operations/operation-${this.#next++}`;
    this.#running.set(name, { looks: 0, response });
    return { name, done: false };
  }

  look(name: string): Resource {
    const operation = this.#running.get(name);
    if (operation === undefined) throw notFound();
    operation.looks += 1;
    return operation.looks < 2
      ? { name, done: false }
      : { name, done: true, response: operation.response() };
  }
}
