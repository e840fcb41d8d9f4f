const HOLE = /\{\{|\}\}|\{[@$]?([A-Za-z0-9_.]+)(?:,-?\d+)?(:[^{}]*)?\}/g;

/**
 * A message template with its properties in their places; `renderings` are the holes that have a
 * format, in their order, as the client rendered them. Properties add at most `maxLength`
 * characters: further holes stay as they are. https://messagetemplates.org
 */
export function renderTemplate(
  template: string,
  properties: Readonly<Record<string, unknown>>,
  renderings: readonly unknown[],
  maxLength: number,
): string {
  let left = maxLength;
  let formatted = 0;
  return template.replaceAll(HOLE, (hole: string, name?: string, format?: string) => {
    if (name === undefined) return hole.slice(1);
    const rendering = format === undefined ? undefined : renderings[formatted++];
    const value = typeof rendering === 'string' ? rendering : ownProperty(properties, name);
    // Not even turned into text once there is no room: a template may have many holes.
    if (value === undefined || left <= 0) return hole;
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    left -= text.length;
    return left < 0 ? hole : text;
  });
}

function ownProperty(properties: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(properties, name) ? properties[name] : undefined;
}
