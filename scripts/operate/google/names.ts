/** `projects/P/topics/T` → `T` */
export function shortName(resource: string): string {
  return resource.slice(resource.lastIndexOf('/') + 1);
}
