/**
 * Hands on together what callers ask for in one turn of the event loop: what came in with the same
 * read of the sockets. `send` answers for each item, in their order, and does not reject.
 */
export function inOneTurn<Item, Answer>(
  send: (items: readonly Item[]) => Promise<Answer[]>,
): (items: readonly Item[]) => Promise<Answer[]> {
  let waiting: { items: readonly Item[]; resolve: (answers: Promise<Answer[]>) => void }[] = [];

  return (items) =>
    new Promise((resolve) => {
      if (waiting.length === 0) setImmediate(sendAll);
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
