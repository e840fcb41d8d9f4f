/**
 * Splits items into requests, in order, bounded by number and bytes. An item that alone exceeds the
 * bytes gets its own request. With `keyOf`, no request has the same key twice.
 */
export function* chunk<Item extends { bytes: number }>(
  items: Iterable<Item>,
  max: { items: number; bytes: number },
  keyOf?: (item: Item) => string,
): Generator<Item[]> {
  let request: Item[] = [];
  let keys = new Set<string>();
  let bytes = 0;
  for (const item of items) {
    const key = keyOf?.(item);
    const isFull = request.length === max.items || bytes + item.bytes > max.bytes;
    if (request.length > 0 && (isFull || (key !== undefined && keys.has(key)))) {
      yield request;
      request = [];
      keys = new Set();
      bytes = 0;
    }
    request.push(item);
    bytes += item.bytes;
    if (key !== undefined) keys.add(key);
  }
  if (request.length > 0) yield request;
}
