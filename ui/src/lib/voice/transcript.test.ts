import { expect, test } from 'vitest';
import type { SpokenWord } from '../backend/contract';
import { matchedStretches, nextStretch, paragraphs, wordAt } from './transcript';

const words: SpokenWord[] = ['call', 'the', 'dentist', 'buy', 'bread'].map((text, at) => ({
  text,
  start_s: at,
  end_s: at + 0.8,
  matched: ['call', 'the', 'bread'].includes(text),
  doubtful: false,
}));

test('the word at a time is the one being said, or said last', () => {
  expect(wordAt(words, -0.1)).toBe(-1);
  expect(wordAt(words, 0)).toBe(0);
  expect(wordAt(words, 0.9)).toBe(0);
  expect(wordAt(words, 2)).toBe(2);
  expect(wordAt(words, 99)).toBe(4);
  expect(wordAt([], 1)).toBe(-1);
});

test('each word stands in one paragraph, whatever the segments', () => {
  const parts = paragraphs(words, [
    { start_s: 0.5, end_s: 2.9, text: '' },
    { start_s: 3, end_s: 4.8, text: '' },
  ]);
  expect(parts.map((part) => part.words.map((word) => word.text).join(' '))).toEqual([
    'call the dentist',
    'buy bread',
  ]);
  expect(parts[1]?.first).toBe(3);
  expect(paragraphs(words, [])).toHaveLength(1);
  expect(paragraphs([], [])).toEqual([]);
});

test('matching neighbours are one stretch, and steps go round', () => {
  const stretches = matchedStretches(words);
  expect(stretches).toEqual([
    { start_s: 0, end_s: 1.8 },
    { start_s: 4, end_s: 4.8 },
  ]);
  expect(nextStretch(stretches, 0, 1)?.start_s).toBe(4);
  expect(nextStretch(stretches, 4, 1)?.start_s).toBe(0);
  expect(nextStretch(stretches, 4.2, -1)?.start_s).toBe(0);
  expect(nextStretch(stretches, 0.1, -1)?.start_s).toBe(4);
  expect(nextStretch([], 0, 1)).toBeUndefined();
});
