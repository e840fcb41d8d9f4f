/** Extra rows drawn above and below the view, so that scrolling shows no blanks. */
const AROUND = 12;

export interface VisibleRows {
  first: number;
  /** Exclusive. */
  end: number;
}

/**
 * Which of `count` rows of equal height have to be drawn. The first is always even, so that the
 * stripes stay on the same rows.
 */
export function visibleRows(
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
  count: number,
): VisibleRows {
  const top = Math.floor(Math.max(0, scrollTop) / rowHeight);
  const inView = Math.ceil(viewHeight / rowHeight) + 1;
  const first = Math.max(0, Math.min(top, count) - AROUND);
  return { first: first - (first % 2), end: Math.min(count, top + inView + AROUND) };
}

/** Where to scroll to bring a row into view; `undefined` if it already is. */
export function scrollToRow(
  row: number,
  scrollTop: number,
  viewHeight: number,
  rowHeight: number,
): number | undefined {
  const top = row * rowHeight;
  if (top < scrollTop) return top;
  const bottom = top + rowHeight;
  return bottom > scrollTop + viewHeight ? bottom - viewHeight : undefined;
}
