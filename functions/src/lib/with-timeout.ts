/** Rejects if `promise` has not settled after `ms`. Creates few promises, as it is on the hot path. */
export function withTimeout<T>(ms: number, promise: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
    const settle =
      <V>(act: (value: V) => void) =>
      (value: V) => {
        clearTimeout(timer);
        act(value);
      };
    promise.then(settle(resolve), settle(reject));
  });
}
