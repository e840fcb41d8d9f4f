import { memo } from './memo.js';
import { splitRedacted } from '../documents/split-redacted.js';

/** A text whose redacted parts stand out. Only ever text: nothing in it is markup. */
export const Redacted = memo(function Redacted({ text }: { text: string }) {
  return (
    <>
      {splitRedacted(text).map((piece) =>
        piece.redacted ? <mark class="redacted">{piece.text}</mark> : piece.text,
      )}
    </>
  );
});
