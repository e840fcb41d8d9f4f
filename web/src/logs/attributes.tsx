import { Fragment } from 'preact';

import { flatten } from '../documents/flatten.js';
import type { Log } from '../documents/log.js';
import { Redacted } from '../parts/redacted.js';

/** A log's attributes, each by its path. */
export function Attributes({ log }: { log: Log }) {
  const rows = flatten(log.attributes ?? {});
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>Attributes</h3>
      <dl class="fields attributes mono">
        {rows.map(([path, value]) => (
          <Fragment key={path}>
            <dt>{path}</dt>
            <dd>
              <Redacted text={value} />
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
