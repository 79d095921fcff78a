import { expect, test } from 'vitest';
import { bounded, fitted, isZoomed, MAX_SCALE, zoomed } from './zoom';

const pane = { width: 800, height: 600 };
const picture = { width: 1600, height: 1200 };
const whole = fitted(pane, picture);

test('a large picture is fitted, a small one is not blown up', () => {
  expect(whole).toEqual({ scale: 0.5, x: 0, y: 0 });
  expect(fitted(pane, { width: 100, height: 50 }).scale).toBe(1);
});

test('zooming keeps in place what lies under the pointer', () => {
  const point = { x: 100, y: -50 };
  const closer = zoomed(whole, 2, point, pane, picture);
  // The picture's own pixel under the pointer, before and after.
  const under = (placement: typeof whole) => [
    (point.x - placement.x) / placement.scale,
    (point.y - placement.y) / placement.scale,
  ];
  expect(closer.scale).toBe(1);
  expect(under(closer)).toEqual(under(whole));
  expect(isZoomed(closer, pane, picture)).toBe(true);
});

test('zooming ends at the whole picture and at the largest scale', () => {
  const point = { x: 0, y: 0 };
  expect(zoomed(whole, 0.1, point, pane, picture)).toEqual(whole);
  expect(zoomed(whole, 1000, point, pane, picture).scale).toBe(MAX_SCALE);
});

test('no edge is pulled into the pane', () => {
  expect(bounded({ scale: 1, x: 5000, y: -5000 }, pane, picture)).toEqual({
    scale: 1,
    x: 400,
    y: -300,
  });
  expect(bounded({ scale: 0.5, x: 10, y: 10 }, pane, picture)).toEqual(whole);
});
