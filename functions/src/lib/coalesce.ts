export interface Grouped {
  /** With this many requests in flight, new items wait for one of them to be answered. */
  underWay: number;
  /** The longest such wait, in milliseconds: a request that hangs holds nobody up. */
  waitMs: number;
}

export interface CoalesceOptions extends Grouped {
  /** A full request, which is sent at once. */
  full: { items: number; bytes: number };
}

/**
 * Coalesces callers' items into requests. While few are in flight, the items of one turn of the event
 * loop are sent at once; with {@link CoalesceOptions.underWay} in flight, items wait and go out together
 * as soon as one of those is answered. So nobody waits when it is quiet, and under load requests fill
 * up by themselves. `send` answers for each item, in order, and does not reject; one caller's items
 * always stay together, even if they are more than a full request.
 */
export function coalesce<Item extends { bytes: number }, Answer>(
  { underWay: most, waitMs, full }: CoalesceOptions,
  send: (items: readonly Item[]) => Promise<Answer[]>,
): (items: readonly Item[]) => Promise<Answer[]> {
  let waiting: { items: readonly Item[]; resolve: (answers: Promise<Answer[]>) => void }[] = [];
  let count = 0;
  let bytes = 0;
  let underWay = 0;
  let turn: NodeJS.Immediate | undefined;
  let timer: NodeJS.Timeout | undefined;

  return (items) =>
    new Promise((resolve) => {
      const more = items.reduce((sum, item) => sum + item.bytes, 0);
      if (count + items.length > full.items || bytes + more > full.bytes) sendAll();
      waiting.push({ items, resolve });
      count += items.length;
      bytes += more;
      if (count >= full.items || bytes >= full.bytes) sendAll();
      else if (underWay < most) turn ??= setImmediate(sendAll);
      else timer ??= setTimeout(sendAll, waitMs);
    });

  function sendAll(): void {
    clearImmediate(turn);
    clearTimeout(timer);
    turn = timer = undefined;
    if (waiting.length === 0) return;
    const callers = waiting;
    waiting = [];
    count = bytes = 0;
    underWay += 1;
    const answers = send(callers.flatMap(({ items }) => items));
    void answers.then(onAnswer, onAnswer);
    let from = 0;
    for (const { items, resolve } of callers) {
      const begin = from;
      from += items.length;
      resolve(answers.then((all) => all.slice(begin, begin + items.length)));
    }
  }

  function onAnswer(): void {
    underWay -= 1;
    if (underWay < most) sendAll();
  }
}
