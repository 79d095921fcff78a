import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { click, openWindow } from '../testing/window';

async function openLibrary(scenario?: Parameters<typeof openWindow>[0]) {
  const opened = await openWindow(scenario);
  await click('Library');
  await screen.findByRole('heading', { name: 'Folders' });
  return opened;
}

test('what could not be read is listed with its reason, and tried again one by one or all', async () => {
  const { backend } = await openLibrary();
  await screen.findByText('3 files could not be read');
  expect(screen.getByText('The file is protected by a password.')).toBeTruthy();
  // What can never be read offers no second try.
  expect(screen.queryByRole('button', { name: /Try again: DSC_8841/ })).toBeNull();

  await click('Try again: scan_0031.pdf');
  await screen.findByText('2 files could not be read');
  await click('Try all again');
  await screen.findByText('1 file could not be read');
  expect(screen.queryByRole('button', { name: 'Try all again' })).toBeNull();
  expect(backend.log).toEqual(['retry 1', 'retry all']);
});

test('a folder that is not there is told where it was written; one that is there is read', async () => {
  const { backend } = await openLibrary();
  const field = screen.getByLabelText<HTMLInputElement>('Add a folder');
  await fireEvent.input(field, { target: { value: '/nowhere' } });
  await click('Add');
  await screen.findByText(/There is no such folder/);
  expect(field.getAttribute('aria-invalid')).toBe('true');

  await fireEvent.input(field, { target: { value: '/home/ada/Scans' } });
  await click('Add');
  await screen.findByText('/home/ada/Scans');
  expect(backend.log).toEqual(['add /home/ada/Scans', 'start indexing']);
});

test('a folder that is dropped on this page is added, not searched for', async () => {
  const { backend } = await openLibrary();
  backend.drop(['/home/ada/Dropped']);
  await screen.findByText('/home/ada/Dropped');
  expect(screen.getByRole('heading', { name: 'Folders' })).toBeTruthy();
});

test('patterns are kept a line each, and a folder is removed only after a question', async () => {
  const { backend } = await openLibrary();
  const menus = () => screen.getAllByRole('button', { name: 'Folder' });
  await fireEvent.click(menus()[1]!);
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'What to read…' }));
  const field = await screen.findByLabelText('Leave out');
  await fireEvent.input(field, { target: { value: 'drafts/**\n\n *.tmp ' } });
  await click('Keep');
  await screen.findByText('without drafts/**, *.tmp');

  await fireEvent.click(menus()[1]!);
  await fireEvent.click(await screen.findByRole('menuitem', { name: 'Remove from the library…' }));
  expect(backend.log.at(-1)).toBe('patterns /home/ada/Documents/Bills + -drafts/**,*.tmp');
  await click('Remove it');
  await waitFor(() => expect(backend.log.at(-1)).toBe('remove /home/ada/Documents/Bills'));
  await waitFor(() => expect(menus()).toHaveLength(3));
});

test('the library is wiped only when the word is written', async () => {
  const { backend } = await openLibrary();
  await click('Wipe the library…');
  const wipe = await screen.findByRole<HTMLButtonElement>('button', { name: 'Wipe it' });
  const field = screen.getByLabelText(/Write “wipe”/);
  await fireEvent.input(field, { target: { value: 'yes' } });
  expect(wipe.disabled).toBe(true);
  await fireEvent.input(field, { target: { value: 'wipe' } });
  expect(wipe.disabled).toBe(false);
  await fireEvent.submit(field.closest('form')!);
  await waitFor(() => expect(backend.log).toEqual(['wipe wipe']));
});

test('indexing is followed, paused and resumed', async () => {
  const { backend } = await openLibrary('indexing');
  await screen.findByText('64 % searchable');
  expect(screen.getByText('6.4/s')).toBeTruthy();
  await fireEvent.click(screen.getAllByRole('button', { name: 'Pause' })[0]!);
  await screen.findAllByText(/Paused by you/);
  backend.report({
    state: 'idle',
    stages: [],
    searchable_share: 1,
  });
  await screen.findByText('100 % searchable');
});
