import { useState } from 'preact/hooks';

import { prettyJson } from '../documents/pretty-json.js';
import { CopyButton } from '../parts/copy-button.js';
import { Redacted } from '../parts/redacted.js';
import { wordAt } from './word-at.js';

interface LogTextProps {
  text: string;
  onWord: (word: string) => void;
}

/** A log's text as it is read: JSON with a line for each value, unless it is asked for as it came. */
export function LogText({ text, onWord }: LogTextProps) {
  const pretty = prettyJson(text);
  const [asSent, setAsSent] = useState(false);
  const shown = pretty === undefined || asSent ? text : pretty;

  const clicked = () => {
    const selection = getSelection();
    // A marked piece is to be copied. A click alone leaves the caret where it was.
    if (selection === null || !selection.isCollapsed) return;
    const { anchorNode, anchorOffset } = selection;
    if (!(anchorNode instanceof Text)) return;
    const word = wordAt(anchorNode.data, anchorOffset);
    if (word !== undefined) onWord(word);
  };

  return (
    <section class="log-text">
      {/* The keyboard has the search box for the same. */}
      <pre class="text words" title="Click a word to search for it as well" onClick={clicked}>
        <Redacted text={shown} />
      </pre>
      <div class="row">
        <CopyButton label="Copy text" text={() => shown} />
        {pretty !== undefined && (
          <button
            type="button"
            class="button quiet"
            aria-pressed={!asSent}
            onClick={() => setAsSent(!asSent)}
          >
            {asSent ? 'Show as JSON' : 'Show in one piece'}
          </button>
        )}
      </div>
    </section>
  );
}
