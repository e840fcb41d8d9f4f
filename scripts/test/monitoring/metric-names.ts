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
  suffix?: string;
  resource?: string;
  labels: string[];
}

/** Of a PromQL query, by the spelling that Google documents: the first `/` is `:`, others `_`. */
export function namedByPromQl(query: string): PromQlMetric[] {
  const by = all(query, /\bby \(([^)]*)\)/g).flatMap((labels) => labels.split(/,\s*/));
  return [...query.matchAll(/(\w+:\w+?)(_sum|_count|_bucket)?\{([^}]*)\}/g)].map(
    ([, name = '', suffix, matchers = '']) => {
      const [resource] = all(matchers, /monitored_resource="([^"]+)"/g);
      return {
        name,
        ...(suffix !== undefined && { suffix }),
        ...(resource !== undefined && { resource }),
        labels: [
          ...by,
          ...all(matchers, /(\w+)=/g).filter((label) => label !== 'monitored_resource'),
        ],
      };
    },
  );
}

/** `logging.googleapis.com/user/a.b` → `logging_googleapis_com:user_a_b` */
export function toPromQl(metricType: string): string {
  return metricType.replace('/', ':').replaceAll(/[^\w:]/g, '_');
}
