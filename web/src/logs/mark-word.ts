interface Word {
  node: Text;
  start: number;
  end: number;
}

/**
 * Selects the word `step` after the selected one within an element; the first if none is selected.
 */
export function markWord(selection: Selection, place: HTMLElement, step: 1 | -1): void {
  const words = wordsOf(place);
  const { anchorNode, anchorOffset } = selection;
  const marked = words.findIndex(
    ({ node, start, end }) => node === anchorNode && start <= anchorOffset && anchorOffset <= end,
  );
  const next = words[marked === -1 ? 0 : marked + step];
  if (next === undefined) return;
  selection.setBaseAndExtent(next.node, next.start, next.node, next.end);
  next.node.parentElement?.scrollIntoView({ block: 'nearest' });
}

function wordsOf(place: HTMLElement): Word[] {
  const words: Word[] = [];
  const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    if (!(node instanceof Text)) continue;
    for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
      words.push({ node, start: index, end: index + word.length });
    }
  }
  return words;
}
