/**
 * Hands on together what callers ask for within `waitMs`; with 0, in one turn of the event loop, in
 * which comes what was read from the sockets at once. `send` answers for each item, in their order,
 * and does not reject.
 */
export function coalesce<Item, Answer>(
  waitMs: number,
  send: (items: readonly Item[]) => Promise<Answer[]>,
): (items: readonly Item[]) => Promise<Answer[]> {
  let waiting: { items: readonly Item[]; resolve: (answers: Promise<Answer[]>) => void }[] = [];

  return (items) =>
    new Promise((resolve) => {
      if (waiting.length === 0) {
        if (waitMs === 0) setImmediate(sendAll);
        else setTimeout(sendAll, waitMs);
      }
      waiting.push({ items, resolve });
    });

  function sendAll(): void {
    const callers = waiting;
    waiting = [];
    const answers = send(callers.flatMap(({ items }) => items));
    let from = 0;
    for (const { items, resolve } of callers) {
      const begin = from;
      from += items.length;
      resolve(answers.then((all) => all.slice(begin, begin + items.length)));
    }
  }
}
