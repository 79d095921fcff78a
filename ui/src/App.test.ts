import { fireEvent, screen, waitFor, within } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { cards, click, openWindow, press, searchBox, searched, type } from './lib/testing/window';

test('what is typed is searched, and each card says why it is there', async () => {
  await openWindow();
  const [card] = await searched('dentist morning');
  expect(card?.textContent).toContain('REC_0012.m4a');
  expect(card?.textContent).toContain('Said at 0:02: dentist');
  expect(screen.getByRole('tab', { name: /Voice 1/ })).toBeTruthy();
});

test('text from files is text, whatever it looks like', async () => {
  const { backend } = await openWindow();
  const search = backend.search;
  backend.search = async (request) => {
    const answer = await search(request);
    const why = [{ source: 'text' as const, text: '<img src=x onerror=alert(1)>' }];
    return { ...answer, hits: answer.hits.map((hit) => ({ ...hit, file_name: '<b>a</b>', why })) };
  };
  const [card] = await searched('tomatoes beans');
  expect(card?.textContent).toContain('<b>a</b>');
  expect(card?.textContent).toContain('“Idea for the garden.');
  expect(card?.querySelector('b, img')).toBeNull();
});

test('a library of a hundred thousand files keeps the page small', async () => {
  await openWindow('huge');
  await searched('snow');
  expect(document.querySelectorAll('ul[aria-label=Results] *').length).toBeLessThanOrEqual(400);
});

test('a chip can be taken out of the query, a filter leaves the query alone', async () => {
  await openWindow();
  await searched('vendor:acme total>300');
  expect(cards()).toHaveLength(1);
  await click('Remove total>300');
  await waitFor(() => expect(cards()).toHaveLength(2));
  expect(searchBox().value).toBe('vendor:acme');
});

test('nothing found offers a way on', async () => {
  await openWindow();
  await type('dogs submarine');
  await fireEvent.click(await screen.findByRole('button', { name: 'Show less likely matches' }));
  await waitFor(() => expect(cards().length).toBeGreaterThan(0));
  expect(cards()[0]?.textContent).toContain('possible match');
});

test('a library that cannot be searched says so and what to do', async () => {
  await openWindow('trouble');
  await type('dogs');
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('in use by another program');
  expect(within(alert).getByRole('button', { name: 'Try again' })).toBeTruthy();
});

test('without the mouse: to the results, open, back, with nothing lost', async () => {
  await openWindow();
  await searched('hiking');
  searchBox().focus();
  await press('ArrowDown');
  await waitFor(() => expect(document.activeElement).toBe(cards()[0]));
  await press('ArrowRight');
  await waitFor(() => expect(document.activeElement).toBe(cards()[1]));
  const content = cards()[1]!.dataset['content'];

  // As the browser does for a button.
  await press('Enter');
  await screen.findByRole('heading', { name: 'Facts' });
  expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Photo/);

  await press('Escape');
  await waitFor(() =>
    expect((document.activeElement as HTMLElement).dataset['content']).toBe(content),
  );
  expect(searchBox().value).toBe('hiking');
  await press('Escape');
  await waitFor(() => expect(document.activeElement).toBe(searchBox()));
  await press('Escape');
  expect(searchBox().value).toBe('hiking');
});

test('keys on a result: preview, reveal, and playing a voice note', async () => {
  const { backend } = await openWindow();
  await searched('dentist morning');
  cards()[0]!.focus();
  await press(' ');
  await press('Enter', { ctrlKey: true });
  expect(backend.log).toEqual([
    expect.stringMatching(/^play voice/),
    expect.stringMatching(/^reveal voice/),
  ]);

  await searched('lighthouse');
  cards()[0]!.focus();
  await press(' ');
  const dialog = await screen.findByRole('dialog');
  expect(dialog.textContent).toContain('IMG_0920.jpg');
  await press('Escape');
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
});

test('the help shows the keys of this page and no others', async () => {
  await openWindow();
  (document.activeElement as HTMLElement | null)?.blur();
  await press('?', { shiftKey: true });
  const start = await screen.findByRole('dialog', { name: 'Keys that work right here' });
  expect(start.textContent).toContain('To the search box');
  expect(start.textContent).not.toContain('Move between results');
  await press('Escape');

  await press(',', { ctrlKey: true });
  await screen.findByRole('heading', { name: 'Appearance' });
  await press('?', { shiftKey: true });
  const settings = await screen.findByRole('dialog', { name: 'Keys that work right here' });
  expect(settings.textContent).toContain('Back');
  expect(settings.textContent).not.toContain('To the search box');
});

test('a picture that is dropped finds those like it', async () => {
  const { backend } = await openWindow();
  backend.drop(['/tmp/holiday.jpg']);
  await waitFor(() => expect(cards().length).toBeGreaterThan(0));
  expect(screen.getByText('Like holiday.jpg')).toBeTruthy();
});

test('a search is saved under a name, shown at the start, and forgotten', async () => {
  await openWindow();
  await searched('lighthouse');
  await click('Save this search');
  await fireEvent.input(await screen.findByLabelText('Name'), { target: { value: 'Coast' } });
  await click('Save');
  await click('Empty the search box');
  await screen.findByText('Coast');
  await click('Forget “Coast”');
  await waitFor(() => expect(screen.queryByText('Coast')).toBeNull());
});
