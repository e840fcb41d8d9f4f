import { Fragment } from 'preact';

import { flatten } from '../documents/flatten.js';
import type { Log } from '../documents/log.js';
import { Redacted } from '../parts/redacted.js';
import { attributeIs } from './narrow.js';

interface AttributesProps {
  log: Log;
  onNarrow: (condition: string) => void;
  /** Names of the attributes that have a column in the list. */
  columns: readonly string[];
  onColumn: (name: string) => void;
}

/** A log's attributes, each with its path; clicking a value narrows the search to it. */
export function Attributes({ log, onNarrow, columns, onColumn }: AttributesProps) {
  const rows = flatten(log.attributes ?? {});
  if (rows.length === 0) return null;
  return (
    <section>
      <h3>Attributes</h3>
      <dl class="fields attributes mono">
        {rows.map(({ path, name, value, scalar }) => (
          <Fragment key={path}>
            <dt>
              {path}
              {scalar && (
                <button
                  type="button"
                  class="column-button"
                  aria-pressed={columns.includes(name)}
                  aria-label={`Column ${name}`}
                  title={columns.includes(name) ? 'Remove the column' : 'Show as a column'}
                  onClick={() => onColumn(name)}
                >
                  ▥
                </button>
              )}
            </dt>
            <dd>
              {scalar ? (
                <button
                  type="button"
                  class="value"
                  title="Add to the search"
                  onClick={() => onNarrow(attributeIs(name, value))}
                >
                  <Redacted text={value} />
                </button>
              ) : (
                <Redacted text={value} />
              )}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  );
}
