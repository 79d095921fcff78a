import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { click, openWindow } from '../testing/window';

async function openSettings(change?: Parameters<typeof openWindow>[1]) {
  const opened = await openWindow('usual', change);
  await click('Settings');
  await screen.findByRole('heading', { name: 'Appearance' });
  return opened;
}

test('theme and size of text show at once and are kept', async () => {
  const { backend } = await openSettings();
  const root = document.documentElement;
  await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
  await fireEvent.click(screen.getByRole('radio', { name: '130 %' }));
  expect([root.dataset['theme'], root.style.fontSize]).toEqual(['dark', '130%']);
  await waitFor(() => expect(backend.log.at(-1)).toBe('settings dark 130 eng+deu'));
  await fireEvent.click(screen.getByRole('radio', { name: 'As the system' }));
  expect(root.dataset['theme']).toBeUndefined();
});

test('a setting that cannot be kept is taken back, and why is told', async () => {
  await openSettings({
    setSettings: () => Promise.reject({ code: 'io', message: 'The disk is full.' }),
  });
  await fireEvent.click(screen.getByRole('radio', { name: 'Dark' }));
  await screen.findByText('The disk is full.');
  expect(screen.getByRole<HTMLInputElement>('radio', { name: 'As the system' }).checked).toBe(true);
  expect(document.documentElement.dataset['theme']).toBeUndefined();
});

test('languages are added and taken away, and the last one stays', async () => {
  const { backend } = await openSettings();
  await click('Do not expect German');
  await waitFor(() => expect(backend.log.at(-1)).toMatch(/ eng$/));
  expect(screen.queryByRole('button', { name: 'Do not expect English' })).toBeNull();
});

test('a model card is drawn, and nothing in it is taken for markup', async () => {
  const card =
    '# Card\n\nKnows **dogs** and <img src=x onerror=alert(1)>\n\n| a | b |\n|---|---|\n| 1 | 2 |';
  const model = { name: 'Mine', revision: 'r', bytes: 1, licence: 'MIT', card_markdown: card };
  await openSettings({ models: async () => [{ task: 'photo', ...model }] });
  await fireEvent.click(await screen.findByRole('button', { name: 'Model card of Mine' }));
  const dialog = await screen.findByRole('dialog');
  expect(dialog.querySelector('strong')?.textContent).toBe('dogs');
  expect(dialog.querySelector('td')?.textContent).toBe('1');
  expect(dialog.querySelector('img')).toBeNull();
  expect(dialog.textContent).toContain('<img src=x onerror=alert(1)>');
});
