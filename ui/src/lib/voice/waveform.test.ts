import { expect, test } from 'vitest';
import { thinned, waveformPath } from './waveform';

test('fewer steps keep the loudest of what they stand for', () => {
  expect(thinned([0.1, 0.9, 0.2, 0.3], 2)).toEqual([0.9, 0.3]);
  expect(thinned([0.1, 0.2], 10)).toEqual([0.1, 0.2]);
});

test('the shape is closed, mirrored, and within its box whatever the loudness', () => {
  const path = waveformPath([0, 3, -1]);
  const heights = [...path.matchAll(/[ML]\d+ ([\d.]+)/g)].map(([, y]) => Number(y));
  expect(path.endsWith('Z')).toBe(true);
  expect(heights).toHaveLength(6);
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...heights)).toBeLessThanOrEqual(2);
  expect(waveformPath([])).toBe('');
});
