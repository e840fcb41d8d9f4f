/** A metric or monitored resource that a filter, an extractor or a PromQL query names. */
export interface Named {
  metric?: string;
  resource?: string;
  metricLabels: string[];
  resourceLabels: string[];
}

const all = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map(([, found = '']) => found);

/** Of a filter of Cloud Monitoring and the fields that it is grouped by. */
export function namedByFilter(filter: string, groupByFields: string[] = []): Named {
  const text = [filter, ...groupByFields].join('\n');
  const [metric] = all(filter, /metric\.type\s*=\s*"([^"]+)"/g);
  const [resource] = all(filter, /resource\.type\s*=\s*"([^"]+)"/g);
  return {
    ...(metric !== undefined && { metric }),
    ...(resource !== undefined && { resource }),
    metricLabels: all(text, /metric\.labels?\.(\w+)/g),
    resourceLabels: all(text, /resource\.labels?\.(\w+)/g),
  };
}

export interface PromQlMetric {
  /** As PromQL spells it, without `_sum`. */
  name: string;
  suffix: string | undefined;
  resource: string | undefined;
  labels: string[];
}

/** Of a PromQL query. */
export function namedByPromQl(query: string): PromQlMetric[] {
  const by = all(query, /\bby \(([^)]*)\)/g).flatMap((labels) => labels.split(/,\s*/));
  return [...query.matchAll(/(\w+:\w+?)(_sum|_count|_bucket)?\{([^}]*)\}/g)].map(
    ([, name = '', suffix, matchers = '']) => {
      const labels = all(matchers, /(\w+)=/g).filter((label) => label !== 'monitored_resource');
      const [resource] = all(matchers, /monitored_resource="([^"]+)"/g);
      return { name, suffix, resource, labels: by.concat(labels) };
    },
  );
}

/**
 * As Google documents it: the first `/` is `:`, every other special character `_`.
 * `logging.googleapis.com/user/a.b` → `logging_googleapis_com:user_a_b`
 */
export function toPromQl(metricType: string): string {
  return metricType.replace('/', ':').replaceAll(/[^\w:]/g, '_');
}
