import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { expect, test } from 'vitest';
import { click, openWindow, press, searchBox } from '../testing/window';

test('nothing is chosen beforehand; what is chosen is estimated, then read', async () => {
  const { backend } = await openWindow('first_run');
  await fireEvent.click(await screen.findByRole('button', { name: 'Choose folders' }));
  await screen.findByLabelText('/home/ada/Pictures');
  const start = screen.getByRole<HTMLButtonElement>('button', { name: 'Start reading' });
  expect(screen.getAllByRole<HTMLInputElement>('checkbox').some((box) => box.checked)).toBe(false);
  expect(start.disabled).toBe(true);

  await fireEvent.click(screen.getByLabelText('/home/ada/Recordings'));
  await screen.findByText(/2,100 photos, 310 papers and\s+40 voice notes/);
  await fireEvent.input(screen.getByLabelText('Add a folder'), { target: { value: '/data/mine' } });
  await click('Add');
  await screen.findByLabelText('/data/mine');
  await fireEvent.click(start);
  await screen.findByText('Reading your files');
  expect(backend.log).toEqual(['add /home/ada/Recordings', 'add /data/mine', 'start indexing']);
});

test('the sample library can be tried at once, and an example leads to the search', async () => {
  const { backend } = await openWindow('first_run');
  await fireEvent.click(
    await screen.findByRole('button', { name: 'Try it on the sample library' }),
  );
  await fireEvent.click(await screen.findByRole('button', { name: 'call the dentist' }));
  await waitFor(() => expect(searchBox().value).toBe('call the dentist'));
  expect(screen.queryByText('Reading your files')).toBeNull();
  expect(backend.log[0]).toBe('sample library');
});

test('keys that lead elsewhere rest until the first steps are done', async () => {
  await openWindow('first_run');
  await screen.findByText('Welcome to Rummage');
  await press(',', { ctrlKey: true });
  await press('f', { ctrlKey: true });
  expect(screen.getByText('Welcome to Rummage')).toBeTruthy();
  expect(screen.queryByRole('heading', { name: 'Appearance' })).toBeNull();
});
