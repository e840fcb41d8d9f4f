import { type Piece, splitRedacted } from '../documents/split-redacted.js';
import { memo } from './memo.js';

/** A text with its redacted parts highlighted. Always plain text: none of it is markup. */
export const Redacted = memo(function Redacted({ text }: { text: string }) {
  return <>{splitRedacted(text).map(draw)}</>;
});

function draw(piece: Piece) {
  if (piece.is === 'text') return piece.text;
  if (piece.is === 'redacted') return <mark class="redacted">{piece.text}</mark>;
  // Its effect ends with the element; the style sheet displays its code.
  return (
    <bdi class="direction" data-code={piece.code}>
      {piece.text}
    </bdi>
  );
}
