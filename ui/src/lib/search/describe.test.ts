import { expect, test } from 'vitest';
import { clock, fileName, money, reason } from './describe';

test('file names of both kinds of path', () => {
  expect(fileName('/a/b/IMG_1.jpg')).toBe('IMG_1.jpg');
  expect(fileName('C:\\a\\REC_1.m4a')).toBe('REC_1.m4a');
});

test('amounts follow the minor units of their currency', () => {
  expect(money({ minor: 147160, currency: 'EUR' })).toContain('1,471.60');
  expect(money({ minor: 500, currency: 'JPY' })).toContain('500');
  expect(money({ minor: 995, currency: null })).toBe('9.95');
});

test('reasons name the place', () => {
  expect(reason({ by: 'spoken', start_ms: 62_500, snippet: 'call the dentist' })).toBe(
    'said at 1:02: “call the dentist”',
  );
  expect(reason({ by: 'field', field: 'invoice_number', page: 0, snippet: 'A-1' })).toBe(
    'invoice number on page 1: A-1',
  );
  expect(clock(0)).toBe('0:00');
});
