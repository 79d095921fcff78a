import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { SearchBackend } from '../backend/backend';
import type { Hit, SearchAnswer, SearchRequest } from '../backend/contract';
import { fakeBackend } from '../backend/fake';
import { Search } from './search.svelte';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers when the test says so. */
class Held {
  readonly requests: SearchRequest[] = [];
  readonly #answers: ((answer: SearchAnswer) => void)[] = [];
  readonly backend: SearchBackend = {
    ...fakeBackend(),
    search: (request) => {
      this.requests.push(request);
      return new Promise((resolve) => this.#answers.push(resolve));
    },
  };

  async answer(at: number, names: string) {
    const hits = [...names].map((name) => ({ content: name }) as Hit);
    const empty = { understood: [], facets: [], notes: [], stage: this.requests[at]!.stage };
    const counts = { all: hits.length, photo: 0, paper: 0, voice: 0 };
    this.#answers[at]!({ ...empty, counts, hits, total: hits.length });
    await vi.advanceTimersByTimeAsync(0);
  }
}

const shown = (search: Search) => search.hits.map((hit) => hit.content).join('');

test('text hits come at once, the rest is merged in behind them', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  search.type('dentist');
  await vi.advanceTimersByTimeAsync(60);
  expect(held.requests.map((request) => request.stage)).toEqual(['instant']);
  await held.answer(0, 'ab');
  expect(shown(search)).toBe('ab');
  expect(search.busy).toBe(true);
  search.active = 1;

  await vi.advanceTimersByTimeAsync(200);
  await held.answer(1, 'xbya');
  expect(shown(search)).toBe('abxy');
  expect([search.busy, search.active, search.shown]).toEqual([false, 1, 1]);
});

test('an answer that a later question overtook is dropped', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  search.set({ query: 'dogs' });
  await vi.advanceTimersByTimeAsync(0);
  search.set({ query: 'cats' });
  await vi.advanceTimersByTimeAsync(0);
  await held.answer(1, 'c');
  await held.answer(0, 'd');
  expect(shown(search)).toBe('c');
});

test('nothing at once is no answer: what is on the page stays until the full one', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  search.set({ query: 'dog' });
  await vi.advanceTimersByTimeAsync(0);
  await held.answer(0, 'ab');
  search.type('dogs');
  await vi.advanceTimersByTimeAsync(60);
  await held.answer(1, '');
  expect(shown(search)).toBe('ab');
  await vi.advanceTimersByTimeAsync(200);
  await held.answer(2, '');
  expect(shown(search)).toBe('');
});

test('each letter is a new question, asked only when typing rests', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  for (const text of ['d', 'do', 'dog']) {
    search.type(text);
    await vi.advanceTimersByTimeAsync(30);
  }
  await vi.advanceTimersByTimeAsync(500);
  expect(held.requests.map(({ query, stage }) => `${query} ${stage}`)).toEqual([
    'dog instant',
    'dog full',
  ]);
});

test('in another order than relevance nothing could be merged without jumping', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  search.sort = 'newest';
  search.type('dog');
  await vi.advanceTimersByTimeAsync(500);
  expect(held.requests.map((request) => request.stage)).toEqual(['full']);
});

test('more is fetched page by page until all is there', async () => {
  const search = new Search(fakeBackend('huge'));
  search.set({ query: 'lighthouse' });
  await vi.advanceTimersByTimeAsync(10);
  expect(search.hits).toHaveLength(120);
  await Promise.all([search.more(), search.more(), vi.advanceTimersByTimeAsync(10)]);
  expect(search.hits).toHaveLength(240);
  expect(new Set(search.hits.map((hit) => hit.content)).size).toBe(240);
});

test('trouble is told, and asking again may help', async () => {
  const fake = fakeBackend();
  let locked = true;
  const backend = {
    ...fake,
    search: (request: SearchRequest) =>
      locked
        ? Promise.reject({ code: 'busy_elsewhere', message: 'In use.', advice: 'Wait.' })
        : fake.search(request),
  };
  const search = new Search(backend);
  search.type('dentist');
  await vi.advanceTimersByTimeAsync(500);
  expect(search.trouble?.code).toBe('busy_elsewhere');
  locked = false;
  search.again();
  await vi.advanceTimersByTimeAsync(10);
  expect(search.trouble).toBeUndefined();
  expect(search.hits.length).toBeGreaterThan(0);
});

test('emptying the box ends the search, and filters alone keep it', async () => {
  const search = new Search(fakeBackend());
  search.set({ query: 'a' });
  await vi.advanceTimersByTimeAsync(10);
  search.toggle({ kind: 'year', value: '2025' });
  search.type('');
  await vi.advanceTimersByTimeAsync(500);
  expect(search.hits.every((hit) => hit.when?.startsWith('2025'))).toBe(true);
  expect(search.hits.length).toBeGreaterThan(0);
  search.clearFacets();
  expect([search.asked, search.hits.length]).toEqual([false, 0]);
});

test('what became searchable meanwhile joins the results without moving them', async () => {
  const held = new Held();
  const search = new Search(held.backend);
  search.set({ query: 'dogs' });
  await vi.advanceTimersByTimeAsync(0);
  await held.answer(0, 'ab');
  void search.refresh();
  await held.answer(1, 'cba');
  expect(shown(search)).toBe('abc');
  expect([search.shown, search.busy]).toEqual([1, false]);
});
