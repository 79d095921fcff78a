import { render, screen } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import App from './App.svelte';
import { fakeBackend } from './lib/backend/fake';
import type { Hit } from './lib/backend/backend';

const memo: Hit = {
  path: '/memos/REC_003.m4a',
  content: 'ab',
  kind: 'voice',
  score: 1,
  offline: false,
  duration_ms: 61_000,
  why: [{ by: 'spoken', start_ms: 2_000, snippet: '<b>call</b> the dentist' }],
};

async function type(text: string) {
  const box = screen.getByRole<HTMLInputElement>('searchbox');
  box.value = text;
  box.dispatchEvent(new Event('input', { bubbles: true }));
}

test('what is typed is searched, and each hit says why and where', async () => {
  render(App, { backend: fakeBackend([memo]) });
  await type('dentist');
  expect(await screen.findByText('REC_003.m4a')).toBeTruthy();
  expect(screen.getByText('voice · 1:01')).toBeTruthy();
  // Text from files is text, whatever it looks like.
  expect(screen.getByText('said at 0:02: “<b>call</b> the dentist”')).toBeTruthy();
});

test('a query that nothing matches says so', async () => {
  render(App, { backend: fakeBackend([memo]) });
  await type('submarine');
  expect(await screen.findByText(/Nothing in your library matches/)).toBeTruthy();
});

test('an empty library says what to do', async () => {
  render(App, { backend: fakeBackend([]) });
  expect(await screen.findByText(/This library is empty/)).toBeTruthy();
});

test('a failure is told', async () => {
  const broken = { ...fakeBackend([]), search: () => Promise.reject('the library is locked') };
  render(App, { backend: broken });
  await type('anything');
  expect(await screen.findByText('the library is locked')).toBeTruthy();
});
