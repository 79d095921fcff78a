import { expect, test } from 'vitest';
import { layout, moved, scrolledTo, totalHeight, visible } from './windowing';

const measure = { minItemWidth: 180, maxColumns: 6, rowHeight: (width: number) => width };
const grid = layout({ ...measure, width: 1000 });

test('items fill the width, and grow rather than become too many', () => {
  expect(grid).toEqual({ columns: 5, itemWidth: 200, rowHeight: 200 });
  expect(layout({ ...measure, width: 2400 })).toEqual({
    columns: 6,
    itemWidth: 400,
    rowHeight: 400,
  });
  expect(layout({ ...measure, width: 100 }).columns).toBe(1);
});

test('only items in sight and a row around them are in the tree', () => {
  expect(visible(grid, 100_000, 0, 600)).toEqual({ start: 0, end: 20 });
  expect(visible(grid, 100_000, 10_000, 600)).toEqual({ start: 245, end: 270 });
  expect(visible(grid, 7, 0, 600)).toEqual({ start: 0, end: 7 });
  expect(totalHeight(grid, 11)).toBe(600);
});

test('however far one scrolls, the number of items has a bound', () => {
  for (const width of [300, 900, 1280, 1920, 3840]) {
    const tiles = layout({ ...measure, width });
    for (let scrollTop = 0; scrollTop < 5000; scrollTop += 37) {
      const { start, end } = visible(tiles, 100_000, scrollTop, width * 0.625);
      expect(end - start).toBeLessThanOrEqual(tiles.columns * 8);
    }
  }
});

test('an item out of sight is scrolled to, one in sight is left where it is', () => {
  expect(scrolledTo(grid, 0, 300, 600)).toBe(0);
  expect(scrolledTo(grid, 7, 100, 600)).toBe(100);
  expect(scrolledTo(grid, 40, 0, 600)).toBe(1200);
});

test('arrows move by item and row, and up from the first row leads out', () => {
  const go = (from: number, key: string) => moved(grid, 12, from, key, 600);
  expect(go(3, 'ArrowRight')).toBe(4);
  expect(go(0, 'ArrowLeft')).toBe(0);
  expect(go(3, 'ArrowDown')).toBe(8);
  expect(go(8, 'ArrowDown')).toBe(11);
  expect(go(10, 'ArrowDown')).toBe(10);
  expect(go(7, 'ArrowUp')).toBe(2);
  expect(go(2, 'ArrowUp')).toBeUndefined();
  expect(go(2, 'End')).toBe(11);
  expect(go(9, 'Home')).toBe(0);
  expect(moved(grid, 100, 0, 'PageDown', 600)).toBe(15);
});
