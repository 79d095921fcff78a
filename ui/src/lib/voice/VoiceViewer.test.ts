import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import type { PlaybackState } from '../backend/contract';
import { fakeBackend, type FakeBackend } from '../backend/fake';
import { click, opened, openWindow, press } from '../testing/window';

/** A recording whose time goes on only when the test says so. */
function stoppedClock(): {
  change: Partial<FakeBackend>;
  report: (state: Partial<PlaybackState>) => void;
} {
  const listeners = new Set<(state: PlaybackState) => void>();
  let state: PlaybackState = {
    content: '',
    position_s: 0,
    playing: false,
    speed: 1,
    silent: false,
    ended: false,
  };
  const report = (change: Partial<PlaybackState>) => {
    state = { ...state, ...change };
    listeners.forEach((listener) => listener(state));
  };
  return {
    report,
    change: {
      play: async (content, position_s) => report({ content, position_s, playing: true }),
      pausePlayback: async () => report({ playing: false }),
      seek: async (position_s) => report({ position_s }),
      onPlayback: (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}

const current = () => document.querySelector('[data-word][aria-current]')?.textContent;
const word = (text: string) => screen.getByText(text, { selector: '[data-word]' });

test('playing begins at the words that were searched for, and the transcript follows', async () => {
  const { change, report } = stoppedClock();
  const { voice } = fakeBackend();
  await openWindow('usual', change);
  await opened('insurance card');
  await click('Play');
  await screen.findByRole('button', { name: 'Pause' });

  const { words } = await voice('voice000000', '');
  for (const text of ['dentist', 'insurance']) {
    report({
      playing: false,
      position_s: words.find((word) => word.text === text)!.start_s + 0.01,
    });
    await waitFor(() => expect(current()).toBe(text));
  }
  expect(document.querySelectorAll('[data-word][aria-current]')).toHaveLength(1);
});

test('a click on a word seeks to it, and keys go word by word', async () => {
  const { change } = stoppedClock();
  await openWindow('usual', change);
  await opened('tomatoes beans');
  await screen.findByText('garden.');
  await fireEvent.click(word('garden.'));
  await waitFor(() => expect(current()).toBe('garden.'));
  await press(' ');
  await screen.findByRole('button', { name: 'Play' });
  await press('ArrowRight', { ctrlKey: true });
  await waitFor(() => expect(current()).toBe('Move'));
  await press('ArrowLeft', { ctrlKey: true });
  await waitFor(() => expect(current()).toBe('garden.'));
  await press('n');
  await waitFor(() => expect(current()).toBe('tomatoes'));
});

test('what matches and what is doubtful is marked', async () => {
  await openWindow();
  await opened('tomatoes beans');
  await screen.findByText('garden.');
  const marked = (name: string) =>
    [...document.querySelectorAll(`[data-word].${name}`)].map((word) => word.textContent);
  expect(marked('matched')).toEqual(['tomatoes', 'beans', 'tomatoes']);
  expect(marked('doubtful')).toEqual(['twine.']);
});

test('without a sound device the page works and says so; leaving it ends the sound', async () => {
  const { backend } = await openWindow();
  let stops = 0;
  const { stop } = backend;
  backend.stop = () => {
    stops += 1;
    return stop();
  };
  await opened('tomatoes beans');
  await click('Play');
  await screen.findByText(/No sound device was found/);
  await press(',', { ctrlKey: true });
  await screen.findByRole('heading', { name: 'Appearance' });
  await waitFor(() => expect(stops).toBe(1));
});

test('the transcript is exported as subtitles', async () => {
  const { backend } = await openWindow();
  await opened('tomatoes beans');
  await fireEvent.click(await screen.findByRole('button', { name: 'Export the transcript' }));
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Subtitles (.srt)' }));
  await screen.findByText(/Saved as .*transcript\.srt/);
  expect(backend.log).toEqual(['export voice000001 srt']);
});
