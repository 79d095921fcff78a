import { expect, test } from 'vitest';
import type { Hit } from '../backend/contract';
import { appended, merged } from './merge';

const hit = (content: string, score_band: Hit['score_band'] = 'best'): Hit => ({
  content,
  kind: 'paper',
  file_name: `${content}.pdf`,
  path: `/${content}.pdf`,
  folder_path: '/',
  offline: false,
  score_band,
  why: [],
});
const names = (hits: Hit[]) => hits.map((hit) => hit.content).join('');

test('what is on the page stays where it is, and new hits come behind it', () => {
  expect(names(merged([hit('a'), hit('b')], [hit('x'), hit('b'), hit('y'), hit('a')]))).toBe(
    'abxy',
  );
});

test('hits take what the fuller answer says of them, and go where it does not have them', () => {
  const result = merged([hit('a'), hit('b')], [hit('b', 'possible')]);
  expect(names(result)).toBe('b');
  expect(result[0]?.score_band).toBe('possible');
});

test('a next page repeats nothing', () => {
  expect(names(appended([hit('a'), hit('b')], [hit('b'), hit('c')]))).toBe('abc');
});
