/**
 * Sends items in one request. If that is refused as a whole, which says nothing about any one of them,
 * sends it again in halves until the refused item is alone: only then is the failure its own.
 * `send` answers for each item, in order; `failed` turns its rejection into an answer.
 */
export async function sendInHalves<Item, Answer>(
  items: readonly Item[],
  { send, isRefusal, failed }: HalvingOptions<Item, Answer>,
): Promise<Answer[]> {
  try {
    return await send(items);
  } catch (error) {
    if (items.length < 2 || !isRefusal(error)) return items.map(() => failed(error));
  }
  const middle = Math.ceil(items.length / 2);
  const halves = [items.slice(0, middle), items.slice(middle)];
  const options = { send, isRefusal, failed };
  return (await Promise.all(halves.map((half) => sendInHalves(half, options)))).flat();
}

export interface HalvingOptions<Item, Answer> {
  send: (items: readonly Item[]) => Promise<Answer[]>;
  /** Whether the same request would be refused every time. */
  isRefusal: (error: unknown) => boolean;
  failed: (error: unknown) => Answer;
}
