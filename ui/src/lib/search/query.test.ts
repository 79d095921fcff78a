import { expect, test } from 'vitest';
import type { Understood } from '../backend/contract';
import { chips, without } from './query';

const QUERY = 'vendor:acme two dogs total>100 "in snow"';
const understood: Understood[] = [
  { text: 'vendor:acme', kind: 'condition', span: [0, 11] },
  { text: 'two', kind: 'word', span: [12, 15] },
  { text: 'dogs', kind: 'word', span: [16, 20] },
  { text: 'total>100', kind: 'condition', span: [21, 30] },
  { text: '"in snow"', kind: 'phrase', span: [31, 40] },
];

test('words side by side are one chip', () => {
  expect(chips(understood).map((chip) => chip.text)).toEqual([
    'vendor:acme',
    'two dogs',
    'total>100',
    '"in snow"',
  ]);
});

test('taking a chip out leaves the others as they were typed', () => {
  const [, words] = chips(understood);
  expect(without(QUERY, words!.span)).toBe('vendor:acme total>100 "in snow"');
  expect(without(QUERY, [0, 11])).toBe('two dogs total>100 "in snow"');
  expect(without('dogs', [0, 4])).toBe('');
});
