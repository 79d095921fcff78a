/** Which of many items are in the page's tree: those in sight and a little around them. */

export interface Layout {
  columns: number;
  /** Pixels, gaps included, so that items tile. */
  itemWidth: number;
  rowHeight: number;
}

export interface Measure {
  /** Pixels. */
  width: number;
  /** The width of an item that is not gone below while there is more than one column. */
  minItemWidth: number;
  maxColumns: number;
  /** The height of a row whose items are so wide, gap included. */
  rowHeight: (itemWidth: number) => number;
}

/** Items grow rather than become more than `maxColumns`: that bounds how many are in sight. */
export function layout({ width, minItemWidth, maxColumns, rowHeight }: Measure): Layout {
  const columns = Math.min(maxColumns, Math.max(1, Math.floor(width / minItemWidth)));
  const itemWidth = width / columns;
  return { columns, itemWidth, rowHeight: rowHeight(itemWidth) };
}

export interface Range {
  /** The first item, and the one behind the last. */
  start: number;
  end: number;
}

/** The items whose rows touch the viewport, and one row above and below it. */
export function visible(
  { columns, rowHeight }: Layout,
  count: number,
  scrollTop: number,
  viewportHeight: number,
): Range {
  const firstRow = Math.max(0, Math.floor(scrollTop / rowHeight) - 1);
  const lastRow = Math.ceil((scrollTop + viewportHeight) / rowHeight) + 1;
  return {
    start: Math.min(count, firstRow * columns),
    end: Math.min(count, lastRow * columns),
  };
}

export function totalHeight({ columns, rowHeight }: Layout, count: number): number {
  return Math.ceil(count / columns) * rowHeight;
}

/** Where to scroll so that an item is wholly in sight, moving no further than needed. */
export function scrolledTo(
  { columns, rowHeight }: Layout,
  index: number,
  scrollTop: number,
  viewportHeight: number,
): number {
  const top = Math.floor(index / columns) * rowHeight;
  if (top < scrollTop) return top;
  return Math.max(scrollTop, top + rowHeight - viewportHeight);
}

/** The item that a key moves to, or undefined where the key leads out of the grid at its top. */
export function moved(
  { columns, rowHeight }: Layout,
  count: number,
  from: number,
  key: string,
  viewportHeight: number,
): number | undefined {
  const page = Math.max(1, Math.floor(viewportHeight / rowHeight)) * columns;
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowRight: 1,
    ArrowUp: -columns,
    ArrowDown: columns,
    PageUp: -page,
    PageDown: page,
    Home: -count,
    End: count,
  };
  const step = steps[key] ?? 0;
  if (key === 'ArrowUp' && from < columns) return undefined;
  const isLastRow = Math.floor(from / columns) === Math.floor((count - 1) / columns);
  if (key === 'ArrowDown' && isLastRow) return from;
  // Down from a full row into a shorter last one: to its end.
  return Math.min(count - 1, Math.max(0, from + step));
}
