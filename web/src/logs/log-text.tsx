import { useState } from 'preact/hooks';

import { prettyJson } from '../documents/pretty-json.js';
import { CopyButton } from '../parts/copy-button.js';
import { Redacted } from '../parts/redacted.js';
import { markWord } from './mark-word.js';
import { wordAt } from './word-at.js';

interface LogTextProps {
  text: string;
  onWord: (word: string) => void;
}

/**
 * A log's text for reading: JSON with one line per value, unless the original form is requested.
 */
export function LogText({ text, onWord }: LogTextProps) {
  const pretty = prettyJson(text);
  const [asSent, setAsSent] = useState(false);
  const shown = pretty === undefined || asSent ? text : pretty;

  const take = ({ anchorNode, anchorOffset }: Selection) => {
    if (!(anchorNode instanceof Text)) return;
    const word = wordAt(anchorNode.data, anchorOffset);
    if (word !== undefined) onWord(word);
  };
  const clicked = () => {
    const selection = getSelection();
    // A selection is meant for copying. A click alone only places the caret.
    if (selection?.isCollapsed === true) take(selection);
  };
  const pressed = (event: KeyboardEvent) => {
    const selection = getSelection();
    const { currentTarget: place, key } = event;
    if (selection === null || !(place instanceof HTMLElement)) return;
    if (key === 'ArrowRight') markWord(selection, place, 1);
    else if (key === 'ArrowLeft') markWord(selection, place, -1);
    else if (key === 'Enter' && place.contains(selection.anchorNode)) take(selection);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <section class="log-text">
      <pre
        class="text words"
        tabIndex={0}
        role="group"
        aria-label="Text. The left and right arrow keys mark a word; Enter adds it to the search"
        title="Click a word to add it to the search"
        onClick={clicked}
        onKeyDown={pressed}
      >
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
            {asSent ? 'Show as JSON' : 'Show as one line'}
          </button>
        )}
      </div>
    </section>
  );
}
