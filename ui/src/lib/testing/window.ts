/** The whole window on a made-up library, as a person meets it. */
import { configure, fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import App from '../../App.svelte';
import { fakeBackend, type FakeBackend, type Scenario } from '../backend/fake';

// No test is about speed: a busy machine gets its time.
configure({ asyncUtilTimeout: 20_000 });

export interface OpenedWindow {
  backend: FakeBackend;
}

export async function openWindow(
  scenario: Scenario = 'usual',
  change: Partial<FakeBackend> = {},
): Promise<OpenedWindow> {
  const backend = Object.assign(fakeBackend(scenario), change);
  render(App, { backend });
  await screen.findAllByRole('main');
  return { backend };
}

export const searchBox = () => screen.getByRole<HTMLInputElement>('searchbox');

export async function type(text: string) {
  await fireEvent.input(searchBox(), { target: { value: text } });
}

/** Presses a key where the focus is; happy-dom does not move it into a dialog that opens. */
export async function press(key: string, init: KeyboardEventInit = {}) {
  const dialog = document.querySelector('dialog[open]');
  const focused = document.activeElement ?? document.body;
  const target = dialog && !dialog.contains(focused) ? dialog : focused;
  await fireEvent.keyDown(target, { key, ...init });
}

export const click = (name: string | RegExp) =>
  fireEvent.click(screen.getByRole('button', { name }));

/** The cards on the page, in order. */
export function cards(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>('[data-content]')];
}

export async function searched(text: string): Promise<HTMLElement[]> {
  await type(text);
  await waitFor(() => {
    if (cards().length === 0 || document.querySelector('main[aria-busy=true]')) {
      throw new Error(`nothing is found for ${text} yet`);
    }
  });
  return cards();
}

/** Searches and opens the first thing that is found. */
export async function opened(text: string) {
  const [card] = await searched(text);
  await fireEvent.click(card!);
  await screen.findByRole('button', { name: 'Back' });
}
