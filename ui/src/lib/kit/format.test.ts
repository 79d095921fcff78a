import { expect, test } from 'vitest';
import { bytes, clock, counted, day, duration, fileName, money, percent, spelled } from './format';

test('lengths of recordings', () => {
  expect(clock(0)).toBe('0:00');
  expect(clock(62.9)).toBe('1:02');
  expect(clock(3605)).toBe('1:00:05');
});

test('amounts follow the minor units of their currency', () => {
  expect(money({ minor: 147160, currency: 'EUR' })).toContain('1,471.60');
  expect(money({ minor: 500, currency: 'JPY' })).toContain('500');
  expect(money({ minor: 995, currency: null })).toBe('9.95');
});

test('a date is a day of the calendar wherever one lives, and what is none stays', () => {
  expect(day('2025-04-01')).toMatch(/1/);
  expect(day('2025-04-01')).toContain('2025');
  expect(day('soon')).toBe('soon');
});

test('what is not finished is not 100 %', () => {
  expect(percent(0.9999)).toBe('99 %');
  expect(percent(1)).toBe('100 %');
});

test('sizes, counts, estimates and names', () => {
  expect(bytes(999)).toBe('999 bytes');
  expect(bytes(1_500_000)).toBe('1.5 MB');
  expect(bytes(140_200_000)).toBe('140 MB');
  expect(counted(1, 'photo')).toBe('1 photo');
  expect(counted(2, 'voice note')).toBe('2 voice notes');
  expect(duration(20)).toBe('less than a minute');
  expect(duration(300)).toBe('about 5 minutes');
  expect(duration(7200)).toBe('about 2 hours');
  expect(spelled('invoice_number')).toBe('Invoice number');
  expect(fileName('/a/b/IMG_1.jpg')).toBe('IMG_1.jpg');
  expect(fileName('C:\\a\\REC_1.m4a')).toBe('REC_1.m4a');
});
