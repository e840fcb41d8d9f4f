/**
 * Runs the work of one key serially. Requests made during a run are joined into the next one, whose
 * outcome all of them share.
 */
export function joinRuns<Item>(
  run: (key: string, items: readonly Item[]) => Promise<void>,
): (key: string, item: Item) => Promise<void> {
  const waiting = new Map<string, { items: Item[]; done: Promise<void> }>();
  const last = new Map<string, Promise<void>>();

  return (key, item) => {
    const joined = waiting.get(key);
    if (joined !== undefined) {
      joined.items.push(item);
      return joined.done;
    }
    const items = [item];
    const begin = () => {
      waiting.delete(key);
      return run(key, items);
    };
    const done = (last.get(key) ?? Promise.resolve()).then(begin, begin);
    waiting.set(key, { items, done });
    last.set(key, done);
    const forget = () => {
      if (last.get(key) === done) last.delete(key);
    };
    done.then(forget, forget);
    return done;
  };
}
